package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ParcelsTest {

    private final Parcels<Integer> parcels = new Parcels<>(chars -> chars);

    @Property
    void everythingIsSentOnceInItsOrderInParcelsThatArteryTakes(@ForAll List<@IntRange(max = 131_072) Integer> sizes) {
        Parcels<Integer> all = new Parcels<>(chars -> chars);
        sizes.forEach(all::add);

        List<List<Integer>> drained = all.drain();

        assertThat(drained.stream().flatMap(List::stream)).containsExactlyElementsOf(sizes);
        assertThat(drained).allSatisfy(parcel -> {
            long bytes = parcel.stream().mapToLong(chars -> 3L * chars + 512).sum();
            assertThat(parcel).isNotEmpty().hasSizeLessThanOrEqualTo(Parcels.ITEMS_MAX);
            assertThat(bytes <= Parcels.BYTES_MAX || parcel.size() == 1).isTrue();
        });
    }

    @Test
    void smallItemsTravelTogether() {
        for (int i = 0; i < 100; i++) {
            parcels.add(200);
        }

        assertThat(parcels.drain()).hasSize(1);
        assertThat(parcels.isEmpty()).isTrue();
        assertThat(parcels.drain()).isEmpty();
    }
}
