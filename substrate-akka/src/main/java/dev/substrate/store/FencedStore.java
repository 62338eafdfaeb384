package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A durable store that acknowledges a write only to the present owner of the shard.
 *
 * <p><b>Guarantees</b> that every implementation gives:
 *
 * <ul>
 *   <li>{@link #raiseEpoch} gives each caller a higher number than any before, durably;
 *   <li>{@link #write} is acknowledged only if its epoch was still current after the write was in the store, and is
 *       durable once acknowledged;
 *   <li>{@link #confirm} answers true only if the epoch was current at some moment after the call;
 *   <li>{@link #read} sees every write that was acknowledged before the call.
 * </ul>
 *
 * <p><b>Failures</b> are {@link StoreException}s, whose kind says whether anything was written, or
 * {@link dev.substrate.fence.FenceLostException}. <b>Threads:</b> no method blocks, all may be called by several
 * threads; stages complete on threads of the store, which dependent actions must not hold up.
 */
public interface FencedStore extends AutoCloseable {

    /**
     * Takes the next epoch of a shard.
     *
     * @param owner who takes it, for people who look into the store
     * @return the epoch, 1 for the first
     */
    CompletionStage<Long> raiseEpoch(ShardKey shard, String owner);

    /** Asks whether an epoch is still the current one. */
    CompletionStage<Boolean> confirm(ShardKey shard, long epoch);

    /**
     * Writes one version of one row: the first if there is no row, or else the one after the stored one.
     *
     * @return completed when the row is durable; failed with {@link dev.substrate.fence.FenceLostException} if its epoch
     *     is not current, and with {@link StoreException} otherwise
     */
    CompletionStage<Void> write(StateRow row);

    /** Reads the row of an entity. */
    CompletionStage<Optional<StateRow>> read(String entityType, String uri);

    /** Reads a page of rows, in the order of their URIs, without tombstones. */
    CompletionStage<StatePage> scan(StateScan scan);

    /**
     * Agrees on a value that all nodes on this store must share: the first to come sets it.
     *
     * @return the value that holds from now on
     */
    CompletionStage<String> agree(String name, String value);

    /** Returns the value that was agreed on, if one was; sees every agreement that was answered before the call. */
    CompletionStage<Optional<String>> agreed(String name);

    /** Writes something and reads it back, to show that the store works. */
    CompletionStage<Void> probe(String who);

    /** Ends what is under way as unknown, and closes. */
    @Override
    void close();
}
