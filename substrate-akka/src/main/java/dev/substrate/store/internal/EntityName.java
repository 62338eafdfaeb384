package dev.substrate.store.internal;

import dev.substrate.fence.ShardKey;

/**
 * An entity's type and id, which the persistence id of a sharded entity holds with a bar between them. A persistence id
 * without a bar is that of an actor outside Cluster Sharding.
 */
public record EntityName(String type, String id) {

    /**
     * Reads a persistence id.
     *
     * @throws IllegalArgumentException if it has a bar, but no type before it or no id after it, or a type that is kept
     *     for actors outside Cluster Sharding
     */
    public static EntityName parse(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        if (bar < 0 && !persistenceId.isEmpty()) {
            return new EntityName(ShardKey.unshardedType(persistenceId), persistenceId);
        }
        if (bar < 1 || bar == persistenceId.length() - 1) {
            throw new IllegalArgumentException("A persistence id is 'type|id' for a sharded entity, or has no bar for"
                    + " another actor; this is neither: '" + persistenceId + "'");
        }
        EntityName name = new EntityName(persistenceId.substring(0, bar), persistenceId.substring(bar + 1));
        if (new ShardKey(name.type, 0).isUnsharded()) {
            throw new IllegalArgumentException("This type of entities is taken: '" + persistenceId + "'");
        }
        return name;
    }

    /** Returns the persistence id. */
    @Override
    public String toString() {
        return type.equals(ShardKey.unshardedType(id)) ? id : type + '|' + id;
    }
}
