package dev.substrate.dht.internal.entity;

import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The fence that an entity stands behind. */
final class ShardFence {

    private final FencedShards fences;
    private final ShardKey shard;

    ShardFence(FencedShards fences, ShardKey shard) {
        this.fences = fences;
        this.shard = shard;
    }

    ShardKey shard() {
        return shard;
    }

    long epoch() {
        return fences.epoch(shard);
    }

    /**
     * Asks the store whether this node still owns the shard. The actions run on a thread of the store or of the
     * caller, and must do no more than send a message.
     *
     * @param notHeld gets what kept the store from an answer, or null if the answer was no
     */
    void whenConfirmed(Runnable held, Consumer<@Nullable String> notHeld) {
        fences.whenConfirmed(shard, failure -> {
            if (failure == null) {
                held.run();
            } else {
                notHeld.accept(failure instanceof StoreException store ? store.reason() : null);
            }
        });
    }
}
