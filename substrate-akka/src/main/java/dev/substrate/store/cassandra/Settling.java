package dev.substrate.store.cassandra;

import dev.substrate.fence.ShardKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Knows whether what an owner reads may still be covered by a write that comes late: one of a former owner, or one of this
 * owner whose end is not known. What may be is written again with a new stamp before anybody builds on it, as a new leader
 * of Paxos proposes anew what it finds. Safe for several threads.
 */
final class Settling {

    private record Entity(ShardKey shard, String id) {}

    /** How many writes of an entity are under way; as many as may wait at most. */
    private final Map<Entity, Integer> underWay = new ConcurrentHashMap<>();

    /** The highest stamp of a write that failed, and may come late, for each shard. */
    private final Map<ShardKey, Long> failed = new ConcurrentHashMap<>();

    /** Runs a write of an entity. */
    <T> CompletableFuture<T> track(ShardKey shard, String id, Supplier<CompletableFuture<T>> write) {
        Entity entity = new Entity(shard, id);
        underWay.merge(entity, 1, Integer::sum);
        CompletableFuture<T> begun;
        try {
            begun = write.get();
        } catch (RuntimeException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        return begun.whenComplete(
                (done, failure) -> underWay.computeIfPresent(entity, (key, count) -> count == 1 ? null : count - 1));
    }

    /** Remembers that a write failed that was stamped like this. */
    void failed(ShardKey shard, long stamp) {
        failed.merge(shard, stamp, Math::max);
    }

    /** Returns whether nothing can cover any more what is stamped like this. */
    boolean isSettled(ShardKey shard, long epoch, String id, long stamp) {
        return Stamps.epochOf(stamp) == epoch
                && stamp > failed.getOrDefault(shard, 0L)
                && !underWay.containsKey(new Entity(shard, id));
    }
}
