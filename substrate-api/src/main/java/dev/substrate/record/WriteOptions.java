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
 */
public record WriteOptions(
        Condition condition,
        @Nullable RequestId requestId,
        @Nullable Duration deadline) {

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

    private static final WriteOptions NONE = new WriteOptions(Condition.Always.ALWAYS, null, null);

    /** Checks that the deadline, where given, lies ahead. */
    public WriteOptions {
        Objects.requireNonNull(condition, "condition");
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new IllegalArgumentException("A deadline is a positive duration, not " + deadline);
        }
    }

    /** Returns the options of a plain write: no condition, a request id of its own, the deadline from the settings. */
    public static WriteOptions none() {
        return NONE;
    }

    /** Returns these options with another condition. */
    public WriteOptions onlyIf(Condition other) {
        return new WriteOptions(other, requestId, deadline);
    }

    /** Returns these options, to write only if the record has exactly this version. */
    public WriteOptions ifVersion(long version) {
        return onlyIf(new Condition.AtVersion(version));
    }

    /** Returns these options with a request id of the caller's. */
    public WriteOptions requestId(RequestId id) {
        return new WriteOptions(condition, id, deadline);
    }

    /** Returns these options with another deadline. */
    public WriteOptions deadline(Duration other) {
        return new WriteOptions(condition, requestId, other);
    }
}
