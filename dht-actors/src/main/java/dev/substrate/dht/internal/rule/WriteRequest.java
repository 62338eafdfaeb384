package dev.substrate.dht.internal.rule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to write one version of a record.
 *
 * @param id the request's id
 * @param fingerprint what it asks for, so that the same id with another content is found out
 * @param issued when the request was made, by the clock of who made it; null if that is not known
 * @param condition what must be true of the record
 * @param expectedVersion for {@link Condition#AT_VERSION}, the version: 0 if the record must never have been written
 * @param floor a version that the record surely had when the request was first sent; 0 if none is known. The owner acts only
 *     if it remembers every request since, and so can tell whether this one was written before
 * @param content what to write; null to delete
 */
public record WriteRequest(
        String id,
        String fingerprint,
        @Nullable Instant issued,
        Condition condition,
        long expectedVersion,
        long floor,
        @Nullable Content content) {

    /**
     * A version that no record ever has. A request that expects it writes nothing; it asks whether its id was written before, and
     * what the record is now.
     */
    public static final long NEVER_REACHED = Long.MAX_VALUE;

    /** What must be true of a record for a write to happen. */
    public enum Condition {
        /** Anything goes. */
        ALWAYS,
        /** The record is there. */
        PRESENT,
        /** The record is not there. */
        ABSENT,
        /** The record has the expected version. */
        AT_VERSION
    }

    /**
     * What to write.
     *
     * @param entity JSON
     * @param typeVersion the version of the type by which it was written; 0 for the one that the record has
     * @param timeToLive how long it is to live, counted by the owner from the moment of writing; null for no end
     * @param expiresAsBefore whether, without a time to live, what is there keeps its end
     */
    public record Content(
            String entity, int typeVersion, @Nullable Duration timeToLive, boolean expiresAsBefore) {}

    /** Returns this request with another floor. */
    public WriteRequest withFloor(long version) {
        return new WriteRequest(id, fingerprint, issued, condition, expectedVersion, version, content);
    }
}
