package dev.substrate.store;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A durable store that acknowledges a write only to the present owner of the shard. A new engine is proven with
 * {@code dev.substrate.store.contract.FencedStoreContract} of the module {@code store-contract}.
 *
 * <p><b>Guarantees</b> that every implementation gives:
 *
 * <ul>
 *   <li>{@link #raiseEpoch} gives each caller a higher number than any before, durably;
 *   <li>whatever writes under an epoch is acknowledged only if the epoch was still current after the write was in the
 *       store, and is durable once acknowledged;
 *   <li>{@link #confirm} answers true only if the epoch was current at some moment after the call;
 *   <li>a read sees every write that was acknowledged before the call;
 *   <li>a write that was not acknowledged may show later, but never covers or follows what a newer owner wrote.
 * </ul>
 *
 * <p><b>Failures</b> are {@link StoreException}s, whose kind says whether anything was written, or
 * {@link dev.substrate.fence.FenceLostException}. What waits is bounded; beyond the bound callers are refused with
 * {@link StoreException.Kind#BUSY}. Every operation ends: a store that is away fails what waits for it, and works again by
 * itself once it is back. <b>Threads:</b> no method blocks, all may be called by several threads; stages complete on
 * threads of the store, which dependent actions must not hold up.
 */
public interface FencedStore extends EpochStore, StateStore, VersionStore, EventStore, SnapshotStore, AutoCloseable {

    /**
     * Agrees on a value that all nodes on this store must share: the first to come sets it.
     *
     * @return the value that holds from now on
     */
    CompletionStage<String> agree(String name, String value);

    /** Returns the value that was agreed on, if one was; sees every agreement that was answered before the call. */
    CompletionStage<Optional<String>> agreed(String name);

    /**
     * Returns the name of the setting that keeps the store from taking a write in now, if one does. It may be otherwise when
     * the write comes: this lets a caller turn away what it need not have begun.
     */
    default Optional<String> writesBound() {
        return Optional.empty();
    }

    /** Writes something and reads it back, to show that the store works. */
    CompletionStage<Void> probe(String who);

    /** Ends what is under way as unknown, and closes. */
    @Override
    void close();
}
