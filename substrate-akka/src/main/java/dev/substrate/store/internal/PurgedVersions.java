package dev.substrate.store.internal;

import dev.substrate.fence.ShardKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The highest version that was purged in each shard of this node. Read once for each epoch: who owns a shard is the only
 * one that purges in it, and what a former owner has purged is in the store before the next epoch is. Safe for use by several threads.
 */
final class PurgedVersions {

    /**
     * What is known under an epoch.
     *
     * @param tried the highest version that this owner has begun to purge, however that ended
     * @param read what the store said
     */
    private record Known(long epoch, long tried, CompletionStage<Long> read) {

        boolean failed() {
            return read.toCompletableFuture().isCompletedExceptionally();
        }

        CompletionStage<Long> version() {
            return read.thenApply(stored -> Math.max(stored, tried));
        }
    }

    private final Function<ShardKey, CompletionStage<Long>> store;
    private final Map<ShardKey, Known> known = new ConcurrentHashMap<>();

    /** @param store reads the highest version that was purged in a shard */
    PurgedVersions(Function<ShardKey, CompletionStage<Long>> store) {
        this.store = store;
    }

    /** Returns the highest version that may have been purged in a shard under this epoch or a lower one. */
    CompletionStage<Long> of(ShardKey shard, long epoch) {
        return look(shard, epoch, 0).version();
    }

    /**
     * Remembers that a version is about to be purged. Before it is, and not once it was: a purge whose outcome is not known
     * may have happened, and the store may have been read before.
     */
    void begin(ShardKey shard, long epoch, long version) {
        look(shard, epoch, version);
    }

    private Known look(ShardKey shard, long epoch, long tried) {
        return known.compute(shard, (key, before) -> {
            boolean same = before != null && before.epoch() == epoch;
            return new Known(
                    epoch,
                    same ? Math.max(before.tried(), tried) : tried,
                    same && !before.failed() ? before.read() : store.apply(shard));
        });
    }
}
