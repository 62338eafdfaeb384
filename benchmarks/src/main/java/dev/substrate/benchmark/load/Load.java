package dev.substrate.benchmark.load;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A closed loop: so many operations are always under way, each followed by the next as soon as it ends.
 *
 * @param mix how many of them are reads
 * @param updates whether the others are optimistic updates, and not writes whatever is there
 * @param outstanding how many are under way
 * @param valueBytes the size of what is written
 * @param rampMillis how long to run before measuring
 * @param measuredMillis how long to measure; what ends in this time counts
 * @param seed what records and operations are drawn from
 */
public record Load(
        Mix mix, boolean updates, int outstanding, int valueBytes, long rampMillis, long measuredMillis, long seed) {

    /** A load whose writes are no updates. */
    public Load(Mix mix, int outstanding, int valueBytes, long rampMillis, long measuredMillis, long seed) {
        this(mix, false, outstanding, valueBytes, rampMillis, measuredMillis, seed);
    }

    /** Checks that there is something to do. */
    @JsonCreator
    public Load {
        if (outstanding < 1 || rampMillis < 0 || measuredMillis < 1) {
            throw new IllegalArgumentException("This is no load: " + outstanding + " operations, " + rampMillis
                    + " ms of ramp, " + measuredMillis + " ms measured");
        }
    }
}
