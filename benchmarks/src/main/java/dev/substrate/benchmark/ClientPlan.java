package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How clients that are no members are compared with a member.
 *
 * @param engines the engines
 * @param nodes how many nodes
 * @param outstanding how many operations are under way, in turn
 * @param mixes writes alone, reads alone
 * @param valueBytes the size of what is written
 * @param records how many records there are
 * @param rounds how often each caller has its turn
 * @param rampMillis how long each turn runs before it is measured
 * @param sliceMillis how long each turn is measured
 * @param warmUpMillis how long each caller runs each mix before
 */
record ClientPlan(
        List<Engine> engines,
        int nodes,
        List<Integer> outstanding,
        List<Mix> mixes,
        int valueBytes,
        int records,
        int rounds,
        long rampMillis,
        long sliceMillis,
        long warmUpMillis) {

    private static final Duration START = Duration.ofSeconds(20);

    static ClientPlan full(List<Engine> engines) {
        return plan(engines, 8, 2_000, 8_000);
    }

    static ClientPlan quick(List<Engine> engines) {
        return plan(engines, 2, 500, 1_000);
    }

    private static ClientPlan plan(List<Engine> engines, int rounds, long sliceMillis, long warmUpMillis) {
        return new ClientPlan(
                engines,
                3,
                List.of(1, 64),
                List.of(Mix.ONLY_WRITES, Mix.ONLY_READS),
                256,
                FencingPlan.RECORDS,
                rounds,
                200,
                sliceMillis,
                warmUpMillis);
    }

    /** Returns how long each step should take: for each engine the start, then each mix under each load. */
    List<Duration> expected() {
        long callers = ClientRun.Caller.values().length;
        List<Duration> expected = new ArrayList<>();
        for (int engine = 0; engine < engines.size(); engine++) {
            expected.add(START.plusMillis(callers * mixes.size() * warmUpMillis));
            for (int i = 0; i < mixes.size() * outstanding.size(); i++) {
                expected.add(Duration.ofMillis(callers * rounds * (rampMillis + sliceMillis)));
            }
        }
        return expected;
    }
}
