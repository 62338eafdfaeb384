package dev.substrate.message;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent. Immutable.
 *
 * @param deadline how long to wait for the outcome; null for {@code substrate.message.deadline}
 * @param transaction the work that the message is part of; null for the one whose message is being handled on the calling thread, or else
 *     a new one
 * @param correlation what the sender calls the message, which its receiver is shown; null for a new one
 */
public record MessageOptions(
        @Nullable Duration deadline,
        @Nullable TransactionId transaction,
        @Nullable String correlation) {

    /** The longest correlation, in characters. */
    public static final int CORRELATION_CHARS_MAX = 128;

    private static final MessageOptions NONE = new MessageOptions(null, null, null);

    /** @throws IllegalArgumentException if the deadline is not positive, or the correlation too long */
    public MessageOptions {
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new IllegalArgumentException("A deadline is positive, not " + deadline);
        }
        if (correlation != null && (correlation.isEmpty() || correlation.length() > CORRELATION_CHARS_MAX)) {
            throw new IllegalArgumentException("A correlation has 1 to " + CORRELATION_CHARS_MAX + " characters");
        }
    }

    /** Returns the defaults. */
    public static MessageOptions none() {
        return NONE;
    }

    /** Waits at most this long for the outcome. */
    public MessageOptions deadline(Duration atMost) {
        return new MessageOptions(Objects.requireNonNull(atMost), transaction, correlation);
    }

    /** Makes the message part of a piece of work. */
    public MessageOptions transaction(TransactionId id) {
        return new MessageOptions(deadline, Objects.requireNonNull(id), correlation);
    }

    /** Gives the message a name. */
    public MessageOptions correlation(String text) {
        return new MessageOptions(deadline, transaction, Objects.requireNonNull(text));
    }
}
