package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.time.Instant;

/**
 * One snapshot of an entity as it lies in the store.
 *
 * @param entityType the name of the sharding entity type
 * @param entityId the entity's id within the type
 * @param shard the shard that the entity belongs to
 * @param sequence the sequence number of the last event that the snapshot holds
 * @param epoch the epoch under which the writer held the shard
 * @param taken when the snapshot was taken
 * @param headers what it takes to read the snapshot, as a JSON object
 * @param snapshot the snapshot as JSON
 */
public record SnapshotRow(
        String entityType,
        String entityId,
        int shard,
        long sequence,
        long epoch,
        Instant taken,
        String headers,
        String snapshot) {

    /** Returns the shard that the entity belongs to. */
    public ShardKey shardKey() {
        return new ShardKey(entityType, shard);
    }
}
