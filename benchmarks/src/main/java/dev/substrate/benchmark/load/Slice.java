package dev.substrate.benchmark.load;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a load came to on one node.
 *
 * @param measuredNanos how long was measured
 * @param reads how many reads ended with a value in that time
 * @param writes how many writes were acknowledged in that time
 * @param failedReads how many reads ended without an answer, ramp and end included
 * @param refusedWrites how many writes were refused, with nothing written
 * @param unknownWrites how many writes ended without an answer
 * @param staleReads how many reads missed a write that had been acknowledged before they began
 * @param cpuNanos the processor time that the process took while it was measured
 * @param compilingMillis for how long the process's compilers worked in that time, all of them together
 * @param sleeps how often a thread of the process went to sleep in that time
 * @param readMicros the latencies of the reads, see {@link Latencies}
 * @param writeMicros the latencies of the writes
 */
public record Slice(
        long measuredNanos,
        long reads,
        long writes,
        long failedReads,
        long refusedWrites,
        long unknownWrites,
        long staleReads,
        long cpuNanos,
        long compilingMillis,
        long sleeps,
        String readMicros,
        String writeMicros) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Returns how many operations were done; those that failed are none. */
    @JsonIgnore
    public long operations() {
        return reads + writes;
    }

    /** Returns how many operations a second were done. */
    @JsonIgnore
    public double operationsPerSecond() {
        return operations() * NANOS_PER_SECOND / measuredNanos;
    }

    /** Returns how many operations failed. */
    @JsonIgnore
    public long failed() {
        return failedReads + refusedWrites + unknownWrites;
    }
}
