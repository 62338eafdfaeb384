package dev.substrate.record;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a write asks for beyond its content. Start from {@link #none()}.
 *
 * @param condition what must be true of the record for the write to happen
 * @param requestId the request's own name, or null to have one made; give one to be able to repeat the request
 * @param deadline how long to go on trying before the outcome is called unknown, or null for the setting
 *     {@code substrate.record.request-deadline}
 * @param timeToLive after how long the record ceases to be, counted by its owner from the moment of writing; null to leave it
 *     to the operation: what is put lives for ever, what is updated as long as before
 */
public record WriteOptions(
        Condition condition,
        @Nullable RequestId requestId,
        @Nullable Duration deadline,
        @Nullable Duration timeToLive) {

    /** The longest time to live; longer ones are cut to it. */
    public static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(36_500);

    /** What must be true of a record for a write to happen. */
    public sealed interface Condition {
        /** Anything goes. */
        enum Always implements Condition {
            ALWAYS
        }

        /** The record is there and not deleted. */
        enum Present implements Condition {
            PRESENT
        }

        /** The record was never written, or is deleted. */
        enum Absent implements Condition {
            ABSENT
        }

        /**
         * The record has exactly this version.
         *
         * @param version at least 1; the version of a deletion counts
         */
        record AtVersion(long version) implements Condition {
            /** @throws IllegalArgumentException if the version is below 1 */
            public AtVersion {
                if (version < 1) {
                    throw new IllegalArgumentException("The first version of a record is 1, not " + version);
                }
            }
        }
    }

    private static final WriteOptions NONE = new WriteOptions(Condition.Always.ALWAYS, null, null, null);

    /** @throws IllegalArgumentException if the deadline or the time to live is not positive */
    public WriteOptions {
        Objects.requireNonNull(condition, "condition");
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new IllegalArgumentException("A deadline is a positive duration, not " + deadline);
        }
        if (timeToLive != null && timeToLive.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A time to live is at least a millisecond, not " + timeToLive);
        }
        if (timeToLive != null && timeToLive.compareTo(TIME_TO_LIVE_MAX) > 0) {
            timeToLive = TIME_TO_LIVE_MAX;
        }
    }

    /** Returns the options of a plain write: no condition, a request id of its own, the deadline from the settings. */
    public static WriteOptions none() {
        return NONE;
    }

    /** Returns these options with another condition. */
    public WriteOptions onlyIf(Condition other) {
        return new WriteOptions(other, requestId, deadline, timeToLive);
    }

    /** Returns these options, to write only if the record has exactly this version. */
    public WriteOptions ifVersion(long version) {
        return onlyIf(new Condition.AtVersion(version));
    }

    /** Returns these options with a request id of the caller's. */
    public WriteOptions requestId(RequestId id) {
        return new WriteOptions(condition, id, deadline, timeToLive);
    }

    /** Returns these options with another deadline. */
    public WriteOptions deadline(Duration other) {
        return new WriteOptions(condition, requestId, other, timeToLive);
    }

    /** Returns these options with a time to live. */
    public WriteOptions timeToLive(Duration other) {
        return new WriteOptions(condition, requestId, deadline, other);
    }
}
