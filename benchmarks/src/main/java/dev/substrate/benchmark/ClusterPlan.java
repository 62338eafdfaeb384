package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a cluster on one machine is measured.
 *
 * @param engines the engines
 * @param nodes how many nodes
 * @param outstanding how many operations are under way, in all nodes together
 * @param mixes writes alone, reads alone
 * @param valueBytes the size of what is written
 * @param records how many records there are
 * @param slices how many slices are measured
 * @param rampMillis how long each slice runs before it is measured
 * @param sliceMillis how long each slice is measured
 * @param warmUp how to warm up for each mix
 */
record ClusterPlan(
        List<Engine> engines,
        int nodes,
        int outstanding,
        List<Mix> mixes,
        int valueBytes,
        int records,
        int slices,
        long rampMillis,
        long sliceMillis,
        WarmUpPlan warmUp) {

    private static final int NODES = 3;
    private static final int OUTSTANDING = 256;
    private static final int VALUE_BYTES = 256;
    private static final Duration START = Duration.ofSeconds(15);

    static ClusterPlan full(List<Engine> engines) {
        return new ClusterPlan(
                engines,
                NODES,
                OUTSTANDING,
                List.of(Mix.ONLY_WRITES, Mix.ONLY_READS),
                VALUE_BYTES,
                FencingPlan.RECORDS,
                6,
                200,
                2_000,
                new WarmUpPlan(1_000, 4, 90));
    }

    static ClusterPlan quick(List<Engine> engines) {
        return new ClusterPlan(
                engines,
                NODES,
                OUTSTANDING,
                List.of(Mix.ONLY_WRITES, Mix.ONLY_READS),
                VALUE_BYTES,
                FencingPlan.RECORDS,
                2,
                200,
                1_000,
                new WarmUpPlan(1_000, 1, 3));
    }

    /** Returns how long each step should take: for each engine the start, then the mixes. */
    List<Duration> expected() {
        Duration mix = warmUp.expected().plusMillis(slices * (rampMillis + sliceMillis));
        List<Duration> expected = new ArrayList<>();
        for (int engine = 0; engine < engines.size(); engine++) {
            expected.add(START);
            mixes.forEach(each -> expected.add(mix));
        }
        return expected;
    }

    /** Returns how many operations are under way in a node, counted from 0. */
    int outstandingIn(int node) {
        return share(outstanding, nodes, node);
    }

    /** Returns a node's share, counted from 0. */
    static int share(int outstanding, int nodes, int node) {
        return outstanding / nodes + (node < outstanding % nodes ? 1 : 0);
    }
}
