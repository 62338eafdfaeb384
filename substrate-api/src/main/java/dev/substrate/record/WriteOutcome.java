package dev.substrate.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a write ended: it was {@link Written}, it was {@link Refused} and nothing was written, or it is {@link Unknown}
 * whether it was written.
 *
 * @param <T> the entity class
 */
public sealed interface WriteOutcome<T> {

    /** Returns the record's name. */
    RecordUri uri();

    /** Says in one sentence what happened, whether anything was written, and what to do. */
    String explain();

    /**
     * Returns the success, for callers to whom everything else is an error.
     *
     * @throws RecordRefusedException if the write was refused
     * @throws OutcomeUnknownException if the outcome is unknown
     */
    default Written<T> orThrow() {
        if (this instanceof Written<T> written) {
            return written;
        }
        if (this instanceof Unknown<T> unknown) {
            throw new OutcomeUnknownException(unknown);
        }
        throw new RecordRefusedException((Refused<T>) this);
    }

    /**
     * The write is durable.
     *
     * @param uri the record's name
     * @param version the version that this write made
     * @param modified when, by the owner's clock
     * @param created whether there was no record before, or a deleted one
     * @param repeated whether this request had been written before, and this is the first answer again
     * @param value what was written; null for a deletion and for a repeated update
     * @param <T> the entity class
     */
    record Written<T>(
            RecordUri uri,
            long version,
            Instant modified,
            boolean created,
            boolean repeated,
            @Nullable T value) implements WriteOutcome<T> {
        @Override
        public String explain() {
            return "Wrote version " + version + " of '" + uri + "'" + (repeated ? ", when it was first asked." : ".");
        }
    }

    /**
     * Nothing was written, and repeating the same request will not help.
     *
     * @param <T> the entity class
     */
    sealed interface Refused<T> extends WriteOutcome<T> {}

    /**
     * The record does not fulfil the condition of the write.
     *
     * @param uri the record's name
     * @param currentVersion the version that it has; 0 if it was never written
     * @param current the record as it is, or null if it is absent or deleted
     * @param <T> the entity class
     */
    record Conflict<T>(
            RecordUri uri, long currentVersion, @Nullable Versioned<T> current) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: '" + uri + "' "
                    + (currentVersion == 0
                            ? "does not exist"
                            : (current == null ? "is deleted, at version " : "has version ") + currentVersion)
                    + ", which is not what the request expects. Read it and decide again.";
        }
    }

    /**
     * There is no record to delete.
     *
     * @param uri the record's name
     * @param <T> the entity class
     */
    record NotFound<T>(RecordUri uri) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: there is no record '" + uri + "'.";
        }
    }

    /**
     * The updater returned nothing to write.
     *
     * @param uri the record's name
     * @param currentVersion the version that it was shown; 0 if the record was never written
     * @param <T> the entity class
     */
    record Declined<T>(RecordUri uri, long currentVersion) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: the updater of '" + uri + "' declined at version " + currentVersion + ".";
        }
    }

    /**
     * An update met a newer version in each of its attempts, until there were enough of them or its deadline came.
     *
     * @param uri the record's name
     * @param attempts how many writes were tried
     * @param currentVersion the version that the last attempt met
     * @param <T> the entity class
     */
    record Contended<T>(RecordUri uri, int attempts, long currentVersion) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: others wrote '" + uri + "' first in each of " + attempts
                    + " attempts (substrate.record.update-attempts-max, or the deadline). It has version "
                    + currentVersion
                    + ". Try again later.";
        }
    }

    /**
     * The entity is not one that can be stored: too large, too deep, or not JSON.
     *
     * @param uri the record's name
     * @param bound the name of the setting that was exceeded, or null if the entity is not JSON at all
     * @param reason what is wrong, in words
     * @param <T> the entity class
     */
    record Unacceptable<T>(RecordUri uri, @Nullable String bound, String reason) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written to '" + uri + "': " + reason;
        }
    }

    /**
     * The request id was used before on this record for another content.
     *
     * @param uri the record's name
     * @param requestId the id
     * @param <T> the entity class
     */
    record RequestIdReused<T>(RecordUri uri, RequestId requestId) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: request id '" + requestId + "' was used on '" + uri
                    + "' before, for another content. Make a new id for a new request.";
        }
    }

    /**
     * The request says when it was made, and that is so long ago, or so many writes, that the record would have forgotten it. This
     * attempt wrote nothing; whether an earlier one did is not known.
     *
     * @param uri the record's name
     * @param requestId the id
     * @param forgottenUntil requests that were written until then are forgotten, by the owner's clock
     * @param <T> the entity class
     */
    record RequestTooOld<T>(RecordUri uri, RequestId requestId, Instant forgottenUntil) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written now: '" + uri + "' has forgotten the requests until " + forgottenUntil
                    + ", and request '" + requestId
                    + "' may be one of them. Read the record, and decide again under a new id.";
        }
    }

    /**
     * What the store holds for the record cannot be read, so it cannot be told what a write would follow on.
     *
     * @param uri the record's name
     * @param reason what is wrong with its row, in words, without a full stop
     * @param <T> the entity class
     */
    record Damaged<T>(RecordUri uri, String reason) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written: " + RecordDamagedException.describe(uri, reason);
        }
    }

    /**
     * Too much is under way; this request was turned away at the door, or by the record's owner for as long as it was tried.
     *
     * @param uri the record's name
     * @param bound the name of the setting that was reached
     * @param <T> the entity class
     */
    record Busy<T>(RecordUri uri, String bound) implements Refused<T> {
        @Override
        public String explain() {
            return "Nothing was written to '" + uri + "': as much as " + bound
                    + " allows is under way. Try again in a moment.";
        }
    }

    /**
     * No answer came in time: the write may have happened, may happen yet, or may never happen. Repeat it with the same
     * request id to find out, or read the record.
     *
     * @param uri the record's name
     * @param requestId the id of the request
     * @param reason why the outcome is not known, in words
     * @param <T> the entity class
     */
    record Unknown<T>(RecordUri uri, RequestId requestId, String reason) implements WriteOutcome<T> {
        @Override
        public String explain() {
            return "It is not known whether '" + uri + "' was written: " + reason + ". Repeat the request with id '"
                    + requestId + "' to find out, or read the record.";
        }
    }
}
