package dev.substrate.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns the state of an entity type into the columns of a row and back, so that a person can read the store. Named per
 * entity type in {@code substrate.state-formats}; the class has a public constructor without parameters, or with an
 * {@code akka.actor.ExtendedActorSystem}. Entity types without a format of their own are stored by Akka serialization.
 *
 * @param <S> the class of the state
 */
public interface StateFormat<S> {

    /**
     * The part of a row that the state decides.
     *
     * @param type what a scan selects by
     * @param tombstone whether the entity is deleted
     * @param created when the entity came into being, or null for the time of this write
     * @param modified when this version was written, or null for the time of this write
     * @param headers a JSON object
     * @param entity JSON, or null for a tombstone
     * @param version the version of the state if it need not be the next one, since it came from elsewhere; 0 for the next one. An
     *     entity that jumps ahead must stop after the write: what it counts is not what the store holds
     * @param kept how this version is kept when newer ones took its place
     */
    record Document(
            String type,
            boolean tombstone,
            @Nullable Instant created,
            @Nullable Instant modified,
            String headers,
            @Nullable String entity,
            long version,
            KeptVersion kept) {

        /** The part of a row of which only the newest version is kept. */
        public Document(
                String type,
                boolean tombstone,
                @Nullable Instant created,
                @Nullable Instant modified,
                String headers,
                @Nullable String entity) {
            this(type, tombstone, created, modified, headers, entity, 0, KeptVersion.NOT_KEPT);
        }
    }

    /**
     * Returns whether an entity that deletes its state is forgotten: its row goes, and if it is written again, its versions begin
     * above all that were purged in its shard. By default a deletion leaves a tombstone for ever.
     */
    default boolean purgesDeleted() {
        return false;
    }

    /** Writes a state. */
    Document write(String uri, S state);

    /**
     * Reads a state; null if the row is a tombstone without one.
     *
     * @throws RuntimeException if the row does not hold a state; its message says why, as the end of a sentence about the row.
     *     What happens then is up to {@link #damaged}
     */
    @Nullable
    S read(StateRow row);

    /**
     * Returns a state that stands for a row that cannot be read, neither by the store nor by {@link #read}, so that the
     * entity starts all the same and can say so to those who ask. It must never be written.
     *
     * @param uri the entity's URI
     * @param reason what is wrong, in words, without a full stop
     * @return null if there is no such state, as by default: the entity then does not start
     */
    default @Nullable S damaged(String uri, String reason) {
        return null;
    }
}
