package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps snapshots of entities, so that a recovery need not read the whole log. */
public interface SnapshotStore {

    /**
     * Keeps a snapshot; one of the same sequence number is replaced. A snapshot whose writer lost its fence before it was
     * acknowledged is never chosen.
     *
     * @return completed when the snapshot is durable and its epoch was still current afterwards
     */
    CompletionStage<Void> save(SnapshotRow snapshot);

    /**
     * Reads the snapshot with the highest sequence number among those that are meant.
     *
     * @return failed with {@link StoreException.Kind#DAMAGED} if it cannot be read
     */
    CompletionStage<Optional<SnapshotRow>> snapshot(ShardKey shard, String entityId, SnapshotChoice choice);

    /**
     * Deletes snapshots for good.
     *
     * @param epoch the epoch under which the caller holds the shard
     */
    CompletionStage<Void> deleteSnapshots(ShardKey shard, long epoch, String entityId, SnapshotChoice choice);
}
