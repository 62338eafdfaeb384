package dev.substrate.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.substrate.benchmark.node.Reckoning;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Ratio;

/**
 * How a cluster compares with one of Hazelcast under one operation.
 *
 * @param operation what was asked
 * @param substrate durable and linearizable, on SQLite
 * @param hazelcast in memory, with one backup
 * @param ratio the throughput of the first as a part of that of the second
 * @param reckoning whether the versions in the store add up, after this operation and all before it
 */
record PeersRun(Operation operation, Measured substrate, Measured hazelcast, Ratio ratio, Reckoning reckoning) {

    /** Returns whether nothing was lost and nothing stale was read. */
    @JsonProperty("right")
    boolean right() {
        return reckoning.isRight() && substrate.staleReads() == 0;
    }
}
