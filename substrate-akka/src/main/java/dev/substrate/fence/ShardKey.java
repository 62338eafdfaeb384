package dev.substrate.fence;

/**
 * Names a shard of an entity type.
 *
 * @param entityType the name of the sharding entity type
 * @param shard the number of the shard, from 0; below 0 for ids that hash to the lowest int, as Akka numbers their shard
 */
public record ShardKey(String entityType, int shard) {

    /**
     * Returns the shard of an entity: Akka's default formula, so a plain {@code Entity.of} agrees with it.
     *
     * @param numberOfShards the setting {@code substrate.shards.number}, fixed for the life of a store
     */
    public static ShardKey of(String entityType, String entityId, int numberOfShards) {
        int hash = entityId.hashCode();
        // Not Math.floorMod or the like: the lowest int stays negative here, as it does in Akka.
        return new ShardKey(entityType, (hash < 0 ? -hash : hash) % numberOfShards);
    }

    @Override
    public String toString() {
        return entityType + "/" + shard;
    }
}
