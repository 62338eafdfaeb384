package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the knee is looked for.
 *
 * @param engines the engines
 * @param mixes the mixes
 * @param outstanding how many operations are under way, from step to step twice as many
 * @param valueBytes the size of what is written
 * @param records how many records there are
 * @param passes how often the steps are gone through, up and down in turns
 * @param rampMillis how long each slice runs before it is measured
 * @param sliceMillis how long each slice is measured
 * @param warmUp how to warm up what was just started
 */
record KneePlan(
        List<Engine> engines,
        List<Mix> mixes,
        List<Integer> outstanding,
        int valueBytes,
        int records,
        int passes,
        long rampMillis,
        long sliceMillis,
        WarmUpPlan warmUp) {

    private static final List<Integer> STEPS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);
    private static final int VALUE_BYTES = 256;

    static KneePlan full(List<Engine> engines) {
        return new KneePlan(
                engines,
                List.of(Mix.HALF_READS, Mix.MOSTLY_READS),
                STEPS,
                VALUE_BYTES,
                FencingPlan.RECORDS,
                3,
                150,
                1_000,
                new WarmUpPlan(1_000, 4, 90));
    }

    static KneePlan quick(List<Engine> engines) {
        return new KneePlan(
                engines,
                List.of(Mix.HALF_READS, Mix.MOSTLY_READS),
                STEPS,
                VALUE_BYTES,
                FencingPlan.RECORDS,
                1,
                100,
                400,
                new WarmUpPlan(1_000, 2, 4));
    }

    /** Returns how long each step should take: for each engine the start, then the mixes. */
    List<Duration> expected() {
        Duration mix = Duration.ofMillis((long) passes * outstanding.size() * (rampMillis + sliceMillis));
        List<Duration> expected = new ArrayList<>();
        for (int engine = 0; engine < engines.size(); engine++) {
            expected.add(FencingPlan.START.plus(warmUp.expected()));
            mixes.forEach(each -> expected.add(mix));
        }
        return expected;
    }
}
