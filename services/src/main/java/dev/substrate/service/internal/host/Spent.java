package dev.substrate.service.internal.host;

import dev.substrate.service.internal.slot.Slot;

/**
 * With which slots a node is done. It never begins again under a token that it is done with, however late it learns that the record still has it as the holder.
 *
 * @param token the newest token with which it is done
 * @param failed whether the service failed under it
 */
record Spent(long token, boolean failed) {

    static final Spent NONE = new Spent(0, false);

    /** What to do about a slot that the node holds while the service is passive. */
    sealed interface Next {

        /** Give it back. */
        record GiveBack(boolean failed) implements Next {}

        /** Make the service active. */
        enum Start implements Next {
            START
        }

        /** Nothing yet. */
        enum Wait implements Next {
            WAIT
        }
    }

    /** Returns what is so when a slot is given back. */
    Spent givenBack(long other, boolean how) {
        return other > token ? new Spent(other, how) : this;
    }

    /** Returns what is so when a slot was taken. */
    Spent lost(long other) {
        return new Spent(Math.max(token, other), failed);
    }

    /**
     * Says what to do about a slot that the node holds while the service is passive.
     *
     * @param want what the service should be
     * @param leaving whether the node leaves
     * @param isThere whether the service has a behaviour that could be made active
     */
    Next next(Slot mine, Want want, boolean leaving, boolean isThere) {
        if (mine.token() <= token) {
            return new Next.GiveBack(failed);
        }
        if (mine.wanted() != null || leaving || !isThere) {
            return new Next.GiveBack(!isThere && !leaving);
        }
        return want instanceof Want.Active ? Next.Start.START : Next.Wait.WAIT;
    }
}
