package dev.substrate.dht.internal.rule;

import java.time.Instant;

/** What a record answers to a request to write. */
public sealed interface Decision {

    /**
     * Write this state, then acknowledge.
     *
     * @param next the state to make durable; its newest request is this one
     */
    record Write(RecordState next) implements Decision {}

    /**
     * The request was written before.
     *
     * @param first how it was answered
     */
    record Repeat(PastRequest first) implements Decision {}

    /**
     * The record does not fulfil the condition.
     *
     * @param certain whether it is certain that this request was not written by an earlier attempt
     */
    record Conflict(boolean certain) implements Decision {}

    /** There is nothing to delete. */
    enum NotFound implements Decision {
        NOT_FOUND
    }

    /**
     * So many requests were written since the floor that this one may be among the forgotten ones.
     *
     * @param version the version that the record has, or may have had before it was purged
     */
    record FloorTooLow(long version) implements Decision {}

    /**
     * The request was made before the time since when all requests are remembered: it may be among the forgotten ones.
     *
     * @param forgottenUntil when the newest of them was written
     */
    record TooOld(Instant forgottenUntil) implements Decision {}

    /** The id belongs to a request of another content. */
    enum RequestIdReused implements Decision {
        REQUEST_ID_REUSED
    }
}
