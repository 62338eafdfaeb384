package dev.substrate.store.internal;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateStore;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest version that was purged in each shard of this node. Read once for each epoch: who owns a shard is the only
 * one that purges in it, and what a former owner has purged is in the store before the next epoch is. Safe for use by several threads.
 */
final class PurgedVersions {

    private record Known(long epoch, CompletionStage<Long> version) {}

    private final StateStore store;
    private final Map<ShardKey, Known> known = new ConcurrentHashMap<>();

    PurgedVersions(StateStore store) {
        this.store = store;
    }

    /** Returns the highest version that was purged in a shard under this epoch or a lower one. */
    CompletionStage<Long> of(ShardKey shard, long epoch) {
        Known now = known.compute(
                shard,
                (key, before) -> before != null && before.epoch() == epoch && !failed(before)
                        ? before
                        : new Known(epoch, store.purgedVersion(shard)));
        return now.version();
    }

    /** Remembers that a version was purged. */
    void raise(ShardKey shard, long epoch, long version) {
        known.computeIfPresent(
                shard,
                (key, before) -> before.epoch() == epoch
                        ? new Known(epoch, before.version().thenApply(highest -> Math.max(highest, version)))
                        : before);
    }

    private static boolean failed(Known known) {
        return known.version().toCompletableFuture().isCompletedExceptionally();
    }
}
