package dev.substrate.store.cassandra;

/**
 * Picks from rows of events those that are the log: what each owner wrote on top of what it had read.
 *
 * <p>Rows are offered in the order in which they lie in the store. An event belongs to the log if it is the next one and
 * was not written before the one in front of it; whatever else lies behind was left by an owner, or by an attempt, whose
 * write was given up and never acknowledged. Not safe for several threads.
 */
final class EventChain {

    /** What to make of a row. */
    enum Link {
        /** It is the next event of the log. */
        NEXT,
        /** It is no part of the log. */
        STALE,
        /** It is part of a log, but events in front of it are missing. */
        AFTER_A_GAP
    }

    private long next;
    private long stamp;

    /**
     * Starts a chain.
     *
     * @param next the sequence number of the first event that is wanted
     * @param stamp how the event before it was stamped; 0 if nothing lies before it
     */
    EventChain(long next, long stamp) {
        this.next = next;
        this.stamp = stamp;
    }

    /** Returns the sequence number of the event that comes next. */
    long next() {
        return next;
    }

    /** Looks at a row, and goes on to the next event if the row is the one that was waited for. */
    Link offer(long sequence, long writtenAt) {
        if (sequence < next || writtenAt < stamp) {
            return Link.STALE;
        }
        if (sequence > next) {
            return Link.AFTER_A_GAP;
        }
        next++;
        stamp = writtenAt;
        return Link.NEXT;
    }
}
