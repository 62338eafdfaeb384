package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared when fenced nodes are compared with unfenced ones, and for how long.
 *
 * @param engines the engines
 * @param mixes the mixes
 * @param outstanding how many operations are under way
 * @param valueBytes the sizes of what is written
 * @param records how many records there are
 * @param pairs how many pairs of slices are measured
 * @param rampMillis how long each slice runs before it is measured
 * @param sliceMillis how long each slice is measured
 * @param firstWarmUp how to warm up what was just started
 * @param warmUp how to warm up for each load
 */
record FencingPlan(
        List<Engine> engines,
        List<Mix> mixes,
        List<Integer> outstanding,
        List<Integer> valueBytes,
        int records,
        int pairs,
        long rampMillis,
        long sliceMillis,
        WarmUpPlan firstWarmUp,
        WarmUpPlan warmUp) {

    static final int RECORDS = 1_000;
    static final Duration START = Duration.ofSeconds(10);

    static FencingPlan full(List<Engine> engines) {
        return new FencingPlan(
                engines,
                List.of(Mix.HALF_READS, Mix.MOSTLY_READS),
                List.of(64, 256),
                List.of(16, 256, 1024, 4096),
                RECORDS,
                10,
                100,
                900,
                new WarmUpPlan(1_000, 4, 90),
                new WarmUpPlan(400, 2, 8));
    }

    static FencingPlan quick(List<Engine> engines) {
        return new FencingPlan(
                engines,
                List.of(Mix.HALF_READS, Mix.MOSTLY_READS),
                List.of(64, 256),
                List.of(256),
                RECORDS,
                4,
                100,
                400,
                new WarmUpPlan(1_000, 2, 4),
                new WarmUpPlan(400, 1, 2));
    }

    /** Returns the same plan for some loads only; an empty list stands for all that the plan has. */
    FencingPlan only(List<Mix> someMixes, List<Integer> someOutstanding, List<Integer> someValueBytes) {
        return new FencingPlan(
                engines,
                someMixes.isEmpty() ? mixes : someMixes,
                someOutstanding.isEmpty() ? outstanding : someOutstanding,
                someValueBytes.isEmpty() ? valueBytes : someValueBytes,
                records,
                pairs,
                rampMillis,
                sliceMillis,
                firstWarmUp,
                warmUp);
    }

    /** One load under which both variants are compared. */
    record Cell(Mix mix, int outstanding, int valueBytes) {}

    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Mix mix : mixes) {
            for (int under : outstanding) {
                for (int bytes : valueBytes) {
                    cells.add(new Cell(mix, under, bytes));
                }
            }
        }
        return cells;
    }

    /** Returns how long each step should take: for each engine the start, then the loads. */
    List<Duration> expected() {
        Duration cell = warmUp.expected()
                .multipliedBy(2)
                .plusMillis(2L * pairs * (rampMillis + sliceMillis))
                .plusSeconds(1);
        List<Duration> expected = new ArrayList<>();
        for (int engine = 0; engine < engines.size(); engine++) {
            expected.add(START.plus(firstWarmUp.expected().multipliedBy(2)));
            cells().forEach(each -> expected.add(cell));
        }
        return expected;
    }
}
