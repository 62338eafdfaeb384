package dev.substrate.fence;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Names a shard of an entity type.
 *
 * @param entityType the name of the sharding entity type
 * @param shard the number of the shard, from 0; below 0 for ids that hash to the lowest int, as Akka numbers their shard
 */
public record ShardKey(String entityType, int shard) {

    private static final String UNSHARDED = "unsharded/";

    /**
     * Returns the entity type of an actor outside Cluster Sharding, which is its type's only entity and its own shard.
     *
     * @param persistenceId the actor's persistence id, which has no bar
     */
    public static String unshardedType(String persistenceId) {
        return UNSHARDED + persistenceId;
    }

    /** Returns whether this is the shard of an actor outside Cluster Sharding. */
    public boolean isUnsharded() {
        return entityType.startsWith(UNSHARDED);
    }

    /**
     * Returns the numbers that shards of an entity type may have.
     *
     * @param numberOfShards the setting {@code substrate.shards.number}, fixed for the life of a store
     */
    public static List<ShardKey> all(String entityType, int numberOfShards) {
        if (entityType.startsWith(UNSHARDED)) {
            return List.of(new ShardKey(entityType, 0));
        }
        int ofLowestHash = Integer.MIN_VALUE % numberOfShards;
        return IntStream.concat(
                        ofLowestHash < 0 ? IntStream.of(ofLowestHash) : IntStream.empty(),
                        IntStream.range(0, numberOfShards))
                .mapToObj(shard -> new ShardKey(entityType, shard))
                .toList();
    }

    /**
     * Returns the shard of an entity: Akka's default formula, so a plain {@code Entity.of} agrees with it. An actor
     * outside Cluster Sharding is in shard 0 of its own type.
     *
     * @param numberOfShards the setting {@code substrate.shards.number}, fixed for the life of a store
     */
    public static ShardKey of(String entityType, String entityId, int numberOfShards) {
        if (entityType.startsWith(UNSHARDED)) {
            return new ShardKey(entityType, 0);
        }
        int hash = entityId.hashCode();
        // Not Math.floorMod or the like: the lowest int stays negative here, as it does in Akka.
        return new ShardKey(entityType, (hash < 0 ? -hash : hash) % numberOfShards);
    }

    @Override
    public String toString() {
        return entityType + "/" + shard;
    }
}
