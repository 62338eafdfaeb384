package dev.substrate.store.contract;

import dev.substrate.store.FencedStore;

/** An owner that can be held up after its writes are in the store and before it confirms their epoch. */
public interface HeldOwner extends AutoCloseable {

    /** Returns the owner's store. */
    FencedStore store();

    /** Holds up every confirmation from now on. */
    void hold();

    /** Lets the confirmations go on that were held up, and all later ones. */
    void letGo();

    /** Lets go, and closes the owner's store. */
    @Override
    void close();
}
