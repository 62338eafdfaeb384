package dev.substrate.store.contract;

import com.typesafe.config.Config;
import dev.substrate.store.FencedStoreProvider;
import java.io.IOException;
import java.time.Duration;

/**
 * What the contract must know of a store and its engine. One harness serves all tests of a class; they keep apart by
 * entity types of their own, so the store need not be emptied in between.
 *
 * <p>What can be done to the engine is answered by a {@link Capability}: either it can be done, or there is a reason why
 * not, and then the tests that need it are reported as skipped with that reason.
 */
public interface StoreHarness extends AutoCloseable {

    /** Returns the class that opens the store. Other processes make it too, by its public constructor. */
    Class<? extends FencedStoreProvider> provider();

    /**
     * Returns the settings that lead to the store, as they stand under {@code substrate}. Whoever opens it with them, in
     * this process or another, is another owner with a connection of its own. What they leave out comes from the
     * {@code reference.conf} files on the class path.
     */
    Config settings();

    /**
     * Returns the settings with which at most so many operations may wait in one process; further ones are turned away as
     * busy. Put before {@link #settings()}.
     *
     * @param writesMax how many operations that write may wait
     * @param readsMax how many reads may wait, and how many confirmations
     */
    Config waitingMax(int writesMax, int readsMax);

    /** Returns how long an operation may take to end with these settings, whatever happens to the engine. */
    Duration operationEndsWithin();

    /** Returns how long the store may take to work again by itself, once its engine does. */
    Duration worksAgainWithin();

    /**
     * Cuts the engine off: while it lasts, nothing can be made durable. Reads may be answered or not.
     */
    Capability<Fault> outage();

    /** Kills the engine's own process at once, and starts it again with what it had made durable. */
    Capability<Fault> crash();

    /** Fills the disk that the store lies on, and frees it. */
    Capability<Fault> fullDisk();

    /** Opens an owner that can be held up between "the write is in the store" and "the epoch is confirmed". */
    Capability<HeldOwner> heldOwner();

    /** Lets writes of a former owner, or of an attempt that was given up, arrive after the newer ones. */
    Capability<LateDelivery> lateDelivery();

    /** Damages what lies in the store. */
    Capability<Damage> damage();

    /** Ends what the harness started. */
    @Override
    void close() throws IOException;
}
