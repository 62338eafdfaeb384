package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entity's durable state as it lies in the store.
 *
 * @param entityType the name of the sharding entity type
 * @param uri the entity's id within the type; for records {@code scheme:id}
 * @param type what a scan selects by; for records the scheme
 * @param shard the shard that the entity belongs to
 * @param version 1 for the first write, one more for each after it
 * @param epoch the epoch under which the writer held the shard
 * @param tombstone whether the entity is deleted
 * @param created when the entity came into being
 * @param modified when this version was written
 * @param headers what else belongs to the state, as a JSON object
 * @param entity the state as JSON; null for a tombstone
 */
public record StateRow(
        String entityType,
        String uri,
        String type,
        int shard,
        long version,
        long epoch,
        boolean tombstone,
        Instant created,
        Instant modified,
        String headers,
        @Nullable String entity) {

    /** Returns the shard that the entity belongs to. */
    public ShardKey shardKey() {
        return new ShardKey(entityType, shard);
    }

    /** Returns this row with other headers. */
    public StateRow withHeaders(String other) {
        return new StateRow(entityType, uri, type, shard, version, epoch, tombstone, created, modified, other, entity);
    }

    /** Returns this row as the holder of another epoch would write it. */
    public StateRow withEpoch(long other) {
        return new StateRow(
                entityType, uri, type, shard, version, other, tombstone, created, modified, headers, entity);
    }
}
