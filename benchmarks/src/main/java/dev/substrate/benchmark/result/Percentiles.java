package dev.substrate.benchmark.result;

import org.HdrHistogram.AbstractHistogram;

/**
 * Latencies in milliseconds, from call to outcome.
 *
 * @param count of how many operations
 * @param p50 half of them took no longer
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param max none took longer
 */
public record Percentiles(long count, double p50, double p99, double p999, double max) {

    private static final double MICROS_PER_MILLI = 1_000;

    /** Reads them off a histogram of microseconds. */
    public static Percentiles of(AbstractHistogram micros) {
        return new Percentiles(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                micros.getMaxValue() / MICROS_PER_MILLI);
    }
}
