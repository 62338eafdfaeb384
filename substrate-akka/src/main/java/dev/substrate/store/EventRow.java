package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.time.Instant;

/**
 * One event of an entity as it lies in the store.
 *
 * @param entityType the name of the sharding entity type
 * @param entityId the entity's id within the type
 * @param shard the shard that the entity belongs to
 * @param sequence 1 for the first event of the entity, one more for each after it
 * @param epoch the epoch under which the writer held the shard
 * @param written when the event was written
 * @param headers what it takes to read the event, as a JSON object
 * @param event the event as JSON
 */
public record EventRow(
        String entityType,
        String entityId,
        int shard,
        long sequence,
        long epoch,
        Instant written,
        String headers,
        String event) {

    /** Returns the shard that the entity belongs to. */
    public ShardKey shardKey() {
        return new ShardKey(entityType, shard);
    }

    /** Returns this event as the holder of another epoch would write it. */
    public EventRow withEpoch(long other) {
        return new EventRow(entityType, entityId, shard, sequence, other, written, headers, event);
    }
}
