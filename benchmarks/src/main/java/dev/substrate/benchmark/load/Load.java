package dev.substrate.benchmark.load;

/**
 * A closed loop: so many operations are always under way, each followed by the next as soon as it ends.
 *
 * @param mix how many of them are reads
 * @param outstanding how many are under way
 * @param valueBytes the size of what is written
 * @param rampMillis how long to run before measuring
 * @param measuredMillis how long to measure; what ends in this time counts
 * @param seed what records and operations are drawn from
 */
public record Load(Mix mix, int outstanding, int valueBytes, long rampMillis, long measuredMillis, long seed) {

    /** Checks that there is something to do. */
    public Load {
        if (outstanding < 1 || rampMillis < 0 || measuredMillis < 1) {
            throw new IllegalArgumentException("This is no load: " + outstanding + " operations, " + rampMillis
                    + " ms of ramp, " + measuredMillis + " ms measured");
        }
    }
}
