package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the newest version of each entity's state. */
public interface StateStore {

    /**
     * Writes one version of one row: the one after the stored one, or if there is no row, the first one or the one after what was purged in the shard. The owner of the
     * shard sees to it that writes of one entity follow each other; a store that notices that they do not refuses with
     * {@link StoreException.Kind#VERSION_CONFLICT}, but need not notice.
     *
     * @return completed when the row is durable and its epoch was still current afterwards
     */
    CompletionStage<Void> write(StateRow row, KeptVersion kept);

    /** Writes one version of one row, which is kept with all its headers. */
    default CompletionStage<Void> write(StateRow row, Duration keptFor) {
        return write(row, new KeptVersion(keptFor, row.headers()));
    }

    /** Writes one version of one row, which is not kept when a newer one takes its place. */
    default CompletionStage<Void> write(StateRow row) {
        return write(row, KeptVersion.NOT_KEPT);
    }

    /**
     * Writes a version of a row that came from elsewhere, and that need not be the next one: any above the stored one, or if
     * there is no row, any above what was purged in the shard. Otherwise it is a {@link #write(StateRow, KeptVersion)}.
     *
     * @return completed when the row is durable and its epoch was still current afterwards; failed with
     *     {@link StoreException.Kind#VERSION_CONFLICT} by a store that notices that the version is not above
     */
    CompletionStage<Void> restore(StateRow row, KeptVersion kept);

    /** Writes a version of a row that came from elsewhere, which is kept with all its headers. */
    default CompletionStage<Void> restore(StateRow row, Duration keptFor) {
        return restore(row, new KeptVersion(keptFor, row.headers()));
    }

    /** Reads the row of an entity; sees every write that was acknowledged before the call. */
    CompletionStage<Optional<StateRow>> read(ShardKey shard, String uri);

    /**
     * Reads the row of an entity for the owner of the shard, who builds on it. What is returned is settled: nothing that
     * was written before, by a former owner or by an attempt whose outcome is not known, can take its place or change it
     * any more. A row that is not there may still appear, if a write of unknown outcome comes late.
     *
     * @param epoch the epoch under which the caller holds the shard; the row may carry it from now on
     * @return failed with {@link dev.substrate.fence.FenceLostException} if it is found out that the epoch is not current
     */
    CompletionStage<Optional<StateRow>> recover(ShardKey shard, long epoch, String uri);

    /**
     * Forgets a tombstone: its row goes. Before that, its version is kept as one that was purged in the shard, so that the next
     * owner of the name can begin above it.
     *
     * @param version the version of the tombstone
     * @return failed with {@link StoreException.Kind#VERSION_CONFLICT}, and nothing forgotten, if the row is not that tombstone;
     *     a store need not notice that, since the owner of the shard knows
     */
    CompletionStage<Void> purge(ShardKey shard, long epoch, String uri, long version);

    /**
     * Raises the highest version that was purged in a shard, for names that were purged elsewhere. A lower one changes nothing.
     * An owner asks for it once for each epoch, so the epoch is to be one under which nothing was recovered yet.
     *
     * @param epoch the epoch under which the caller has taken the shard
     */
    CompletionStage<Void> raisePurged(ShardKey shard, long epoch, long version);

    /**
     * Returns the highest version that was purged in a shard; 0 if none was. Whoever finds no row, and then asks this, gets
     * a number that is not below the version of any tombstone that lay there before.
     */
    CompletionStage<Long> purgedVersion(ShardKey shard);

    /**
     * Reads a page of rows, in the order of their URIs (by code point), without tombstones; sees every write that was
     * acknowledged before the call. A page is not a snapshot: of writes made meanwhile it may show any.
     */
    CompletionStage<StatePage> scan(StateScan scan);

    /**
     * Reads a page of all rows of a shard, tombstones included. Whoever reads page after page meets every row that was there
     * all the while, some perhaps several times. What cannot be read is named, and the rest read all the same.
     *
     * @param from {@link ShardPage#next} of the page before; null for the first page
     * @param rowsMax how many rows at most, the damaged ones included
     */
    CompletionStage<ShardPage> rows(ShardKey shard, @Nullable String from, int rowsMax);

    /**
     * Reads what changed in a shard after an offset, tombstones included, oldest change first: the newest version of each
     * row whose newest write has a higher offset. Offsets belong to the shard, rise with each write, and are not dense.
     *
     * <p>Whoever reads on from {@link ChangePage#next} meets the newest acknowledged version of every row. A write whose
     * outcome was unknown, and that shows only later, may be left out until the row is recovered by its owner, or written again.
     * A row that was purged is not met, neither it nor its tombstone: whoever does not read for longer than tombstones stay
     * may miss that there was one. What cannot be read is named, and the rest read all the same.
     *
     * @param after the offset after which to start; 0 for all rows, and {@link VersionStore#logEnd} for what is written from
     *     now on
     * @param rowsMax how many rows at most, the damaged ones included
     */
    CompletionStage<ChangePage> changes(ShardKey shard, long after, int rowsMax);
}
