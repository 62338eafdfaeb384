package dev.substrate.record;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one version of a record besides its entity.
 *
 * @param id which record
 * @param version 1 for the first write of this name, or above all versions of deleted records that housekeeping has purged;
 *     one more for every write since, deletions included
 * @param created when the record came into being, or came back after a deletion, by its owner's clock
 * @param modified when this version was written, by its owner's clock; informative, never compared by Substrate
 * @param expires when the record ceases to be, by its owner's clock, or null for never
 * @param tombstone whether this version is the deletion
 * @param typeVersion the version of the record's type by which the entity was written, at least 1
 * @param writer the node that wrote this version, as 40 hexadecimal digits; empty if that is not known
 * @param requestId the request that made this version; empty if that is not known
 */
public record RecordHeaders(
        RecordId id,
        long version,
        Instant created,
        Instant modified,
        @Nullable Instant expires,
        boolean tombstone,
        int typeVersion,
        String writer,
        String requestId) {

    /** The content type of every entity. */
    public static final String CONTENT_TYPE = "application/json";

    /** Checks that nothing is missing. */
    public RecordHeaders {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(writer, "writer");
        Objects.requireNonNull(requestId, "requestId");
        if (version < 1) {
            throw new IllegalArgumentException("The first version of a record is 1, not " + version);
        }
        if (typeVersion < 1) {
            throw new IllegalArgumentException("The first version of a type is 1, not " + typeVersion);
        }
    }

    /** Returns the content type of the entity. */
    public String contentType() {
        return CONTENT_TYPE;
    }

    /** Returns the type of the record, which is the scheme of its URI. */
    public String type() {
        return id.type();
    }
}
