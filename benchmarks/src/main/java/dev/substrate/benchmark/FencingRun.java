package dev.substrate.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.Reckoning;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Ratio;

/**
 * How a fenced node compares with an unfenced one under one load.
 *
 * @param engine the engine
 * @param mix reads and writes
 * @param outstanding how many operations were under way
 * @param valueBytes the size of what was written
 * @param fenced the fenced node
 * @param unfenced the unfenced one
 * @param ratio the throughput of the fenced node as a part of that of the unfenced one
 * @param reckoning whether the versions in the store of the fenced node add up, after this run and all before it
 */
record FencingRun(
        Engine engine,
        Mix mix,
        int outstanding,
        int valueBytes,
        Measured fenced,
        Measured unfenced,
        Ratio ratio,
        Reckoning reckoning) {

    private static final double BAR_FOR_WRITES = 0.75;
    private static final double BAR_FOR_READS = 0.95;

    /** Returns what the ratio should be at least. */
    @JsonProperty("bar")
    double bar() {
        return bar(mix);
    }

    /** Returns whether the ratio's median is as high as it should be. */
    @JsonProperty("met")
    boolean met() {
        return ratio.median() >= bar();
    }

    /** Returns whether nothing was lost and nothing stale was read. */
    @JsonProperty("right")
    boolean right() {
        return reckoning.isRight() && fenced.staleReads() == 0;
    }

    static double bar(Mix mix) {
        return mix.readPercent() > Mix.HALF_READS.readPercent() ? BAR_FOR_READS : BAR_FOR_WRITES;
    }
}
