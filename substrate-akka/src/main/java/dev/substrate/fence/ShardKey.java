package dev.substrate.fence;

/**
 * Names a shard of an entity type.
 *
 * @param entityType the name of the sharding entity type
 * @param shard the number of the shard, from 0
 */
public record ShardKey(String entityType, int shard) {

    /**
     * Returns the shard of an entity: Akka's default formula, so a plain {@code Entity.of} agrees with it.
     *
     * @param numberOfShards the setting {@code substrate.shards.number}, fixed for the life of a store
     */
    public static ShardKey of(String entityType, String entityId, int numberOfShards) {
        return new ShardKey(entityType, Math.abs(entityId.hashCode() % numberOfShards));
    }

    @Override
    public String toString() {
        return entityType + "/" + shard;
    }
}
