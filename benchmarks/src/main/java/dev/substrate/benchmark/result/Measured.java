package dev.substrate.benchmark.result;

import dev.substrate.benchmark.load.Latencies;
import dev.substrate.benchmark.load.Slice;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What slices of the same load came to together.
 *
 * @param operationsPerSecond the median over the slices
 * @param slices the operations per second of each slice
 * @param cpuMicrosPerOperation the processor time of the nodes' processes, per operation
 * @param sleepsPerOperation how often a thread of the nodes' processes went to sleep, and had to be woken, per operation
 * @param all the latencies of all operations
 * @param reads the latencies of the reads
 * @param writes the latencies of the writes
 * @param failedReads how many reads ended without an answer
 * @param refusedWrites how many writes were refused
 * @param unknownWrites how many writes ended without an answer
 * @param staleReads how many reads missed a write that had been acknowledged before; not one is right
 */
public record Measured(
        double operationsPerSecond,
        List<Double> slices,
        double cpuMicrosPerOperation,
        double sleepsPerOperation,
        Percentiles all,
        Percentiles reads,
        Percentiles writes,
        long failedReads,
        long refusedWrites,
        long unknownWrites,
        long staleReads) {

    private static final double NANOS_PER_MICRO = 1_000;

    /** Copies the list. */
    public Measured {
        slices = List.copyOf(slices);
    }

    /** Sums slices up that were measured one after the other. */
    public static Measured of(List<Slice> slices) {
        List<Double> throughputs =
                slices.stream().map(Slice::operationsPerSecond).toList();
        return of(slices, throughputs);
    }

    /**
     * Sums slices up.
     *
     * @param slices all there are
     * @param throughputs the operations per second, where several slices may have been measured at the same time
     */
    public static Measured of(List<Slice> slices, List<Double> throughputs) {
        Histogram reads = Latencies.empty();
        Histogram writes = Latencies.empty();
        long cpuNanos = 0;
        long sleeps = 0;
        long failedReads = 0;
        long refusedWrites = 0;
        long unknownWrites = 0;
        long staleReads = 0;
        for (Slice slice : slices) {
            reads.add(Latencies.decode(slice.readMicros()));
            writes.add(Latencies.decode(slice.writeMicros()));
            cpuNanos += slice.cpuNanos();
            sleeps += slice.sleeps();
            failedReads += slice.failedReads();
            refusedWrites += slice.refusedWrites();
            unknownWrites += slice.unknownWrites();
            staleReads += slice.staleReads();
        }
        Histogram all = reads.copy();
        all.add(writes);
        return new Measured(
                Quantiles.median(throughputs),
                throughputs,
                cpuNanos / NANOS_PER_MICRO / Math.max(1, all.getTotalCount()),
                (double) sleeps / Math.max(1, all.getTotalCount()),
                Percentiles.of(all),
                Percentiles.of(reads),
                Percentiles.of(writes),
                failedReads,
                refusedWrites,
                unknownWrites,
                staleReads);
    }
}
