package dev.substrate.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a client, from the moment at which it began it to the one at which it knew how it ended.
 *
 * @param client who wanted it
 * @param key what it was about; operations with different keys have nothing to do with each other
 * @param action what was wanted
 * @param ending what the client knows of the end
 * @param begun in nanoseconds of one monotonic clock for all clients
 * @param ended likewise; always {@link #OPEN} if the ending is unknown
 */
public record Operation(String client, String key, Action action, Ending ending, long begun, long ended) {

    /** The end of what may take effect for ever. */
    public static final long OPEN = Long.MAX_VALUE;

    /** Checks that it did not end before it began, and leaves it open if its ending is unknown. */
    public Operation {
        if (ending instanceof Ending.Unknown) {
            ended = OPEN;
        }
        if (ended < begun) {
            throw new IllegalArgumentException(action + " ended at " + ended + ", before it began at " + begun);
        }
    }

    /** Returns whether it was done. */
    public boolean isOk() {
        return ending instanceof Ending.Ok;
    }

    /** Returns whether it was not done. */
    public boolean isRefused() {
        return ending instanceof Ending.Refused;
    }

    /** Returns whether nobody knows if it was done. */
    public boolean isUnknown() {
        return ending instanceof Ending.Unknown;
    }

    /** Returns what it returned, null if that is nothing or it is not known to have been done. */
    public @Nullable Object result() {
        return ending instanceof Ending.Ok ok ? ok.result() : null;
    }

    /** Returns whether it had ended before the other one began. */
    public boolean precedes(Operation other) {
        return ended < other.begun;
    }

    /** Returns whether neither had ended before the other began. */
    public boolean overlaps(Operation other) {
        return !precedes(other) && !other.precedes(this);
    }

    /** Returns the same operation, of which less is known: it may take effect at any time after its beginning, or never. */
    Operation weakened() {
        return isUnknown() ? this : new Operation(client, key, action, Ending.unknown("left open"), begun, OPEN);
    }

    /** Returns what was wanted and what came of it. */
    String outcome() {
        boolean answeredNull = isOk() && result() == null && action.answersNull();
        return action + " → " + (answeredNull ? "null" : ending);
    }

    @Override
    public String toString() {
        return client + " " + key + " " + outcome();
    }
}
