package dev.substrate.service.internal.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PlacementPropertyTest {

    @Property(tries = 200)
    void placementComesToRestEvenAndWithoutAFreeSlot(
            @ForAll @IntRange(min = 1, max = 7) int nodes,
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 4) Integer> slots,
            @ForAll @IntRange(min = 1, max = 9) int movesMax,
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 9) Integer> upsAndDowns) {
        World world = new World(nodes);
        for (int i = 0; i < slots.size(); i++) {
            world.declare(
                    "service-" + i,
                    IntStream.rangeClosed(1, slots.get(i))
                            .mapToObj(Integer::toString)
                            .toList(),
                    Set.of());
        }
        world.settle(movesMax);
        for (int node : upsAndDowns) {
            if (world.loads().size() > 1 && node % 2 == 0) {
                world.kill(node);
            } else {
                world.start(node);
            }
            world.settle(movesMax);
        }
        int up = world.loads().size();
        if (up == 0) {
            return;
        }
        assertThat(world.free())
                .isEqualTo(slots.stream()
                        .mapToInt(count -> Math.max(0, count - up))
                        .sum());
        assertThat(world.loads().get(up - 1) - world.loads().get(0)).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void exclusionsAreKeptUnlessTheyAreWaived(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll @IntRange(min = 2, max = 5) int services,
            @ForAll @IntRange(min = 0, max = 12) int others) {
        World world = new World(nodes);
        Set<String> all =
                IntStream.range(0, services).mapToObj(i -> "apart-" + i).collect(java.util.stream.Collectors.toSet());
        all.forEach(service -> world.declare(service, List.of("1"), all));
        for (int i = 0; i < others; i++) {
            world.declare("other-" + i, List.of("1"), Set.of());
        }
        world.settle(4);
        assertThat(world.free()).isZero();
        if (services <= nodes) {
            assertThat(world.together().stream().filter(pair -> !isSelf(pair))).isEmpty();
        }
    }

    private static boolean isSelf(String pair) {
        String[] both = pair.split("\\+", -1);
        return both[0].equals(both[1]);
    }
}
