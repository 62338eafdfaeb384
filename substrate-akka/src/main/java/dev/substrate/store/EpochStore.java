package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.util.concurrent.CompletionStage;

/** The epochs of shards: who took a shard last may write to it, and nobody else. */
public interface EpochStore {

    /**
     * Takes the next epoch of a shard. Completed only when every later {@link #confirm} of a lower epoch, through any
     * node, answers false.
     *
     * @param owner who takes it, for people who look into the store
     * @return the epoch: higher than any that was ever returned for this shard; 1 or more
     */
    CompletionStage<Long> raiseEpoch(ShardKey shard, String owner);

    /** Asks whether an epoch is the current one; true only if it was at some moment after the call. */
    CompletionStage<Boolean> confirm(ShardKey shard, long epoch);
}
