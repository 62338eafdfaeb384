package dev.substrate.faults.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation on a record, from the moment at which a client began it to the one at which it knew how it ended.
 *
 * @param key the record
 * @param kind whether it read or wrote
 * @param begun in nanoseconds of one clock for all clients
 * @param ended likewise; {@link Long#MAX_VALUE} if it may take effect for ever
 * @param ending what the client knows
 * @param version the version that was read or written, if that is known; 0 for a record that is not there
 * @param value what was read or written; no two writes have the same value
 */
public record Operation(
        String key,
        Kind kind,
        long begun,
        long ended,
        Ending ending,
        long version,
        @Nullable String value) {

    /** What a client wanted. */
    public enum Kind {
        /** To read the record, linearizably. */
        READ,
        /** To write a version, whatever the version before. */
        WRITE
    }

    /** What a client knows of the end. */
    public enum Ending {
        /** It was done. */
        OK,
        /** It was not done and never will be. */
        REFUSED,
        /** It was done, or not, or is yet to be. */
        UNKNOWN
    }
}
