package dev.substrate.dht.internal.rule;

import org.jspecify.annotations.Nullable;

/**
 * A request to write one version of a record.
 *
 * @param id the request's id
 * @param fingerprint what it asks for, so that the same id with another content is found out
 * @param condition what must be true of the record
 * @param expectedVersion for {@link Condition#AT_VERSION}, the version: 0 if the record must never have been written
 * @param floor a version that the record surely had when the request was first sent; 0 if none is known. The owner acts only
 *     if it remembers every request since, and so can tell whether this one was written before
 * @param entity what to write, as JSON; null to delete
 */
public record WriteRequest(
        String id,
        String fingerprint,
        Condition condition,
        long expectedVersion,
        long floor,
        @Nullable String entity) {

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

    /** Returns this request with another floor. */
    public WriteRequest withFloor(long version) {
        return new WriteRequest(id, fingerprint, condition, expectedVersion, version, entity);
    }
}
