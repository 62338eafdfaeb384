package dev.substrate.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingTest {

    private static final BigInteger SIZE = BigInteger.ONE.shiftLeft(RingPosition.BITS);

    @Test
    void theNearestMayBeTheOtherWayRound() {
        RingMember low = member(1, 0, 0, BigInteger.valueOf(10));
        RingMember high = member(2, 0, 0, SIZE.subtract(BigInteger.valueOf(3)));
        Ring ring = Ring.of(List.of(low, high));

        assertThat(ring.nearest(at(2))).contains(high);
        assertThat(ring.nearest(at(5))).contains(low);
    }

    @Test
    void ofTwoThatAreEquallyNearItIsTheOneWithTheLowerId() {
        RingMember one = member(1, 0, 0, BigInteger.valueOf(10));
        RingMember other = member(2, 0, 0, BigInteger.valueOf(20));

        assertThat(Ring.of(List.of(other, one)).nearest(at(15))).contains(one);
    }

    @Test
    void theNearestIsLookedForInAPlace() {
        RingMember here = member(1, 1, 1, BigInteger.valueOf(1000));
        RingMember sameRegion = member(2, 1, 2, BigInteger.valueOf(500));
        RingMember elsewhere = member(3, 2, 1, BigInteger.ONE);
        Ring ring = Ring.of(List.of(here, sameRegion, elsewhere));

        assertThat(ring.nearest(at(0), Place.EVERYWHERE)).contains(elsewhere);
        assertThat(ring.nearest(at(0), Place.region(1))).contains(sameRegion);
        assertThat(ring.nearest(at(0), Place.zone(1, 1))).contains(here);
        assertThat(ring.nearest(at(0), Place.zone(9, 9))).isEmpty();
    }

    @Test
    void theOrderInWhichMembersAreSeenDoesNotMatter() {
        Random random = new Random(7);
        List<RingMember> members = new ArrayList<>(random(20, random));
        Ring ring = Ring.of(members);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(members, random);
            Ring other = Ring.of(members);
            RingPosition position = position(random);

            assertThat(other).isEqualTo(ring).hasSameHashCodeAs(ring);
            assertThat(other.byNearness(position)).isEqualTo(ring.byNearness(position));
        }
    }

    @Test
    void theNearestIsTheOneWithTheLeastDistance() {
        Random random = new Random(8);
        Ring ring = Ring.of(random(30, random));
        for (int round = 0; round < 200; round++) {
            RingPosition position = position(random);
            RingMember nearest = ring.nearest(position).orElseThrow();

            assertThat(ring.members())
                    .allMatch(member -> distance(position, nearest).compareTo(distance(position, member)) <= 0);
            assertThat(ring.byNearness(position).get(0)).isEqualTo(nearest);
        }
    }

    @Test
    void aMemberThatLeavesTakesNothingButItsOwnFromTheOthers() {
        Random random = new Random(9);
        Ring ring = Ring.of(random(12, random));
        RingMember leaver = ring.members().get(4);
        Ring left = ring.where(member -> !member.equals(leaver));
        for (int round = 0; round < 200; round++) {
            RingPosition position = position(random);
            RingMember before = ring.nearest(position).orElseThrow();

            if (!before.equals(leaver)) {
                assertThat(left.nearest(position)).contains(before);
            }
        }
    }

    @Test
    void namesSpreadOverTheMembersOfOneZone() {
        Ring ring = Ring.of(IntStream.range(0, 6)
                .mapToObj(i ->
                        member(i + 1, 0, 0, SIZE.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(6))))
                .toList());
        Map<RingMember, Integer> named = new HashMap<>();
        for (int i = 0; i < 6000; i++) {
            named.merge(ring.nearest(RingPosition.of("name-" + i)).orElseThrow(), 1, Integer::sum);
        }

        assertThat(named.values()).hasSize(6).allMatch(count -> count > 800 && count < 1200);
    }

    @Test
    void spacedPointsHaveTheSameDistance() {
        List<RingPosition> points = RingPosition.spaced(5, RingPosition.of("first"));

        assertThat(points).hasSize(5).doesNotHaveDuplicates();
        assertThat(points.get(0)).isEqualTo(RingPosition.of("first"));
        for (int i = 0; i < 5; i++) {
            BigInteger step = points.get(i).distance(points.get((i + 1) % 5));
            assertThat(step.subtract(SIZE.divide(BigInteger.valueOf(5))).abs()).isLessThanOrEqualTo(BigInteger.TWO);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RingPosition.spaced(0, at(0)));
    }

    @Test
    void distancesAreTheSameBothWaysAndAtMostHalfWayRound() {
        Random random = new Random(10);
        for (int round = 0; round < 500; round++) {
            RingPosition one = position(random);
            RingPosition other = position(random);

            assertThat(one.distance(other)).isEqualTo(other.distance(one)).isLessThanOrEqualTo(SIZE.shiftRight(1));
            assertThat(one.distance(one)).isZero();
        }
        assertThat(at(1).distance(new RingPosition(SIZE.subtract(BigInteger.ONE))))
                .isEqualTo(BigInteger.TWO);
    }

    @Test
    void neighboursAreTheNearestOnBothSides() {
        Ring ring = Ring.of(IntStream.range(0, 10)
                .mapToObj(i -> member(i + 1, 0, 0, BigInteger.valueOf(100L * i)))
                .toList());
        NodeId node = ring.members().get(0).node();

        assertThat(ring.neighbours(node, 2)).extracting(RingMember::number).containsExactly(2, 3, 9, 10);
        assertThat(ring.neighbours(node, 20))
                .hasSize(9)
                .extracting(RingMember::number)
                .doesNotContain(1);
    }

    @Test
    void aSecondLifeTakesThePlaceOfTheFirst() {
        RingMember first = member(1, 0, 0, BigInteger.TEN);
        RingMember second = new RingMember(first.node(), 99, 1, "b:1");
        Ring ring = Ring.of(List.of(first, second));

        assertThat(ring.members()).containsExactly(second);
        assertThat(ring.has(first.node(), first.incarnation())).isFalse();
        assertThat(ring.has(second.node(), 99)).isTrue();
    }

    @Test
    void aPositionIsWrittenInAllItsDigits() {
        assertThat(at(255)).hasToString("0".repeat(34) + "ff");
        assertThat(new RingPosition(SIZE.subtract(BigInteger.ONE))).hasToString("f".repeat(36));
        assertThatIllegalArgumentException().isThrownBy(() -> new RingPosition(SIZE));
        assertThatIllegalArgumentException().isThrownBy(() -> new RingPosition(BigInteger.valueOf(-1)));
    }

    private static BigInteger distance(RingPosition position, RingMember member) {
        return RingPosition.of(member.node()).distance(position);
    }

    private static RingPosition at(long value) {
        return new RingPosition(BigInteger.valueOf(value));
    }

    private static RingPosition position(Random random) {
        return new RingPosition(new BigInteger(RingPosition.BITS, random));
    }

    private static List<RingMember> random(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> member(i + 1, i % 2, i % 3, new BigInteger(RingPosition.BITS, random)))
                .toList();
    }

    private static RingMember member(int number, int region, int zone, BigInteger position) {
        String digits = new RingPosition(position).toString();
        return new RingMember(
                new NodeId("%02x%02x%s".formatted(region, zone, digits)), number, number, "127.0.0.1:" + number);
    }
}
