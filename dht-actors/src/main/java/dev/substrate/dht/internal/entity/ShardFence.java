package dev.substrate.dht.internal.entity;

import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;

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
     * Asks the store whether this node still owns the shard. Both actions run on a thread of the store, and must do no more
     * than send a message.
     */
    void whenConfirmed(Runnable held, Runnable notHeld) {
        fences.confirm(shard).whenComplete((confirmed, failure) -> {
            if (failure == null) {
                held.run();
            } else {
                notHeld.run();
            }
        });
    }
}
