package dev.substrate.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a cluster is compared with one of Hazelcast.
 *
 * @param nodes how many nodes each has
 * @param outstanding how many operations are under way, in all nodes together
 * @param operations what is asked
 * @param valueBytes the size of what is written
 * @param pairs how many pairs of slices are measured
 * @param rampMillis how long each slice runs before it is measured
 * @param sliceMillis how long each slice is measured
 * @param warmUp how to warm up for each operation
 */
record PeersPlan(
        int nodes,
        int outstanding,
        List<Operation> operations,
        int valueBytes,
        int pairs,
        long rampMillis,
        long sliceMillis,
        WarmUpPlan warmUp) {

    private static final Duration START = Duration.ofSeconds(30);

    static PeersPlan full() {
        return new PeersPlan(3, 256, List.of(Operation.values()), 200, 8, 200, 1_500, new WarmUpPlan(1_000, 4, 90));
    }

    static PeersPlan quick() {
        return new PeersPlan(3, 256, List.of(Operation.values()), 200, 3, 100, 700, new WarmUpPlan(700, 2, 5));
    }

    /** Returns how long each step should take: the start, then the operations. */
    List<Duration> expected() {
        Duration each = warmUp.expected().multipliedBy(2).plusMillis(2L * pairs * (rampMillis + sliceMillis));
        List<Duration> expected = new ArrayList<>();
        expected.add(START);
        operations.forEach(operation -> expected.add(each));
        return expected;
    }
}
