package dev.substrate.store.cassandra;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The ways to look at the epochs of an entity type. What was committed at a quorum before a look began is seen by it. What
 * was committed on fewer replicas may be seen too, in part.
 */
interface EpochLooks {

    /**
     * What was seen.
     *
     * @param lastAttempt the attempt that raised epochs last; empty if none is known
     * @param epochs the epochs of shards; those that are not here have none
     */
    record Seen(String lastAttempt, Map<Integer, Long> epochs) {

        long epoch(int shard) {
            return epochs.getOrDefault(shard, 0L);
        }
    }

    /** Reads one cell: the attempt that raised epochs last; empty if none is known. */
    CompletableFuture<String> lastAttempt(String entityType);

    /** Reads the epochs of some shards. */
    CompletableFuture<Seen> epochs(String entityType, Collection<Integer> shards);

    /**
     * Reads the epochs of all shards, after Paxos has ended what it had begun: an attempt that any look has shown before is
     * at a quorum by then, with all that it did.
     */
    CompletableFuture<Seen> settled(String entityType);
}
