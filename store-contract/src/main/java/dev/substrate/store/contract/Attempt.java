package dev.substrate.store.contract;

import org.jspecify.annotations.Nullable;

/**
 * One try to write, as its writer saw it.
 *
 * @param <T> what was to be written
 */
final class Attempt<T> {

    private final T what;
    private final long epoch;
    private final long start;
    private volatile long end = Long.MAX_VALUE;
    private volatile @Nullable Ending<?> ending;

    Attempt(T what, long epoch, long start) {
        this.what = what;
        this.epoch = epoch;
        this.start = start;
    }

    T what() {
        return what;
    }

    /** Returns the epoch under which it was to be written. */
    long epoch() {
        return epoch;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    void ended(Ending<?> how, long when) {
        ending = how;
        end = when;
    }

    /** Returns whether the writer was told that it is written. */
    boolean acknowledged() {
        Ending<?> how = ending;
        return how != null && how.acknowledged();
    }

    /** Returns whether the store may hold it; it must not if the writer was told that nothing was written. */
    boolean mayHaveHappened() {
        Ending<?> how = ending;
        return how == null || how.mayHaveHappened();
    }

    /** Returns whether a snapshot may be chosen: unlike a write, not if its writer lost the fence. */
    boolean mayHaveBeenChosen() {
        Ending<?> how = ending;
        return how == null || (how.mayHaveHappened() && !how.fenceLost());
    }

    @Override
    public String toString() {
        Ending<?> how = ending;
        return what + " under " + epoch + " [" + start + "-" + (how == null ? "" : end) + "] "
                + (how == null ? "under way" : how.describe());
    }
}
