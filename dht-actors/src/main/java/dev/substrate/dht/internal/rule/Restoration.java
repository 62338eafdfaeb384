package dev.substrate.dht.internal.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a record as another store had it, to be put back as it was.
 *
 * @param version at least 1
 * @param created when the record came into being there, or came back
 * @param modified when the version was written there
 * @param expires when the record is to be deleted; null for never
 * @param typeVersion the version of the type by which the entity was written, at least 1
 * @param writer the node that wrote the version; empty if that is not known
 * @param request the request that made the version; null if that is not known
 * @param entity JSON; null for a tombstone
 * @param deleted what a tombstone has deleted, if it was kept
 */
public record Restoration(
        long version,
        Instant created,
        Instant modified,
        @Nullable Instant expires,
        int typeVersion,
        String writer,
        @Nullable PastRequest request,
        @Nullable String entity,
        @Nullable String deleted) {

    /** @throws IllegalArgumentException if no store can have had this */
    public Restoration {
        if (version < 1 || version > VERSION_MAX) {
            throw new IllegalArgumentException("a version is 1 to " + VERSION_MAX + ", not " + version);
        }
        if (typeVersion < 1) {
            throw new IllegalArgumentException("the first version of a type is 1, not " + typeVersion);
        }
        if (request != null && request.version() != version) {
            throw new IllegalArgumentException("its request made version " + request.version());
        }
        if (entity != null && deleted != null) {
            throw new IllegalArgumentException("it is no tombstone, but says what was deleted");
        }
    }

    /** A record could be written for centuries beyond it, so nothing that was put back can use the versions up. */
    public static final long VERSION_MAX = Long.MAX_VALUE / 2;

    /** Returns a version of a record as it is to be put back elsewhere. */
    public static Restoration of(RecordState state) {
        return new Restoration(
                state.version(),
                state.created(),
                state.modified(),
                state.expires(),
                state.typeVersion(),
                state.writer(),
                state.memory().requests().isEmpty() ? null : state.newestRequest(),
                state.entity(),
                state.deleted());
    }
}
