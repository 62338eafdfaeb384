package dev.substrate.store.cassandra;

import dev.substrate.store.cassandra.EpochLooks.Seen;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the epochs of an entity type: those that the attempt left which raised some last. As long as it is the
 * last one, they hold, so that a look need read no more than its name. Safe for several threads.
 *
 * <p>Only what a settled look has shown is known, and only if an earlier look had shown the same attempt. For a
 * lightweight transaction begins only when the one before it is at a quorum. So when the attempt was seen, all before it
 * were at a quorum; the settled look begins later, brings the attempt itself to a quorum with all that it did, and sees all
 * of that. What came after the attempt it cannot have seen, since that would have brought another name with it.
 *
 * <p>Without the look before, the replicas could be read at different moments: the one before a transaction, and the
 * other after the next one, but without the first. And without settling, a quorum could know the name of an attempt and not
 * what it did: the read of one cell repairs this cell alone.
 */
final class SettledEpochs {

    private String lastSeen = "";
    private boolean settling;
    private volatile @Nullable Seen known;

    /** Returns what is known, if anything is. */
    @Nullable
    Seen known() {
        return known;
    }

    /** Forgets what an attempt left, since there is a later one. */
    synchronized void forget(String attempt) {
        if (isKnown(attempt)) {
            known = null;
        }
    }

    /**
     * Takes note of an attempt that a look has shown.
     *
     * @return whether to begin a settled look now: the attempt is not known, but two looks have shown it, so that there may be
     *     peace; {@link #settled} is to be told of it
     */
    synchronized boolean saw(String attempt) {
        boolean again = attempt.equals(lastSeen);
        lastSeen = attempt;
        if (attempt.isEmpty() || !again || settling || isKnown(attempt)) {
            return false;
        }
        settling = true;
        return true;
    }

    /**
     * Ends a settled look.
     *
     * @param attempt the one that was seen before it began
     * @param seen what it has shown; null if it failed
     */
    synchronized void settled(String attempt, @Nullable Seen seen) {
        settling = false;
        if (seen != null && seen.lastAttempt().equals(attempt)) {
            known = seen;
        }
    }

    private boolean isKnown(String attempt) {
        Seen present = known;
        return present != null && present.lastAttempt().equals(attempt);
    }
}
