package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks whether an epoch is the current one. It is its own answer, and its own place in the {@link Questions}. */
final class Question extends CompletableFuture<Boolean> {

    private final ShardKey shard;
    private final long epoch;

    /** The one that was asked before and waits too. */
    @Nullable
    Question older;

    /** How many wait, this one included. */
    int waiting;

    Question(ShardKey shard, long epoch) {
        this.shard = shard;
        this.epoch = epoch;
    }

    ShardKey shard() {
        return shard;
    }

    long epoch() {
        return epoch;
    }
}
