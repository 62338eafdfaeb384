package dev.substrate.dht.internal.change;

import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;

/**
 * Somebody who is shown what changes in shards. Called on the thread of the feed's actor, which it must not block.
 *
 * <p>What is shown are the newest versions that rows had when they were read: of several writes between two reads the last
 * one. A row may be shown several times. Not shown is that a tombstone was purged; so whoever finds that more time lies
 * between two positions than tombstones stay may have missed that a record was deleted.
 */
public interface ChangeListener {

    /**
     * A row has changed.
     *
     * @param settled whether the version is known to be acknowledged, or as good as that. If not, it may come to nothing
     */
    void onRow(int shard, Change change, boolean settled);

    /** A row has changed, and cannot be read. */
    void onDamaged(int shard, Damaged damaged);

    /**
     * All that was written to the shard and acknowledged before a time was shown, or lies at or before the offset with which
     * the listener has begun.
     *
     * @param offset where to go on, for who joins again. It may never reach {@link dev.substrate.store.VersionStore#logEnd}
     * @param asOfNanos the time, of this process ({@link System#nanoTime})
     */
    void onPosition(int shard, long offset, long asOfNanos);
}
