package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<RingMember> MEMBERS = IntStream.range(0, 12)
            .mapToObj(i -> new RingMember(AnycastWalkTest.node(1 + i % 3, i % 2, i), i, i, "host:" + i))
            .toList();
    private static final Ring RING = Ring.of(MEMBERS);

    @Test
    void anIdGoesToTheCarrierNearestToIt() {
        List<RingMember> carriers = MEMBERS.subList(3, 9);
        for (int i = 0; i < 100; i++) {
            assertThat(Nearest.of("id-" + i, RING, carriers, Place.EVERYWHERE, Set.of()))
                    .isEqualTo(Ring.of(carriers).nearest(RingPosition.of("id-" + i)));
        }
    }

    @Test
    void idsAreSpreadOverAllCarriers() {
        Set<RingMember> used = new HashSet<>();
        IntStream.range(0, 2_000)
                .mapToObj(i -> Nearest.of("id-" + i, RING, MEMBERS, Place.EVERYWHERE, Set.of()))
                .flatMap(Optional::stream)
                .forEach(used::add);
        assertThat(used).containsExactlyInAnyOrderElementsOf(MEMBERS);
    }

    @Test
    void theIdOfAMemberMeansThatMember() {
        for (RingMember member : MEMBERS) {
            assertThat(Nearest.of(member.node().hex(), RING, MEMBERS, Place.EVERYWHERE, Set.of()))
                    .contains(member);
        }
    }

    @Test
    void onlyNodesInThePlaceAreChosen() {
        Place place = Place.zone(2, 0);
        assertThat(Nearest.of("x", RING, MEMBERS, place, Set.of()))
                .hasValueSatisfying(
                        member -> assertThat(Nearest.isIn(place, member.node())).isTrue());
        assertThat(Nearest.of("x", RING, MEMBERS, Place.region(9), Set.of())).isEmpty();
    }

    @Test
    void noNodeIsTriedTwice() {
        Set<NodeId> tried = new HashSet<>();
        for (int i = 0; i < MEMBERS.size(); i++) {
            RingMember next =
                    Nearest.of("x", RING, MEMBERS, Place.EVERYWHERE, tried).orElseThrow();
            assertThat(tried.add(next.node())).isTrue();
        }
        assertThat(Nearest.of("x", RING, MEMBERS, Place.EVERYWHERE, tried)).isEmpty();
    }
}
