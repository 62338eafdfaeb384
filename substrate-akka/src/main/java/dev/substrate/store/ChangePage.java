package dev.substrate.store;

import dev.substrate.store.VersionPage.Damaged;
import java.util.List;

/**
 * A page of changes of one shard.
 *
 * @param changes the changes, by offset
 * @param ahead rows that were written while the page was read, and perhaps before it as well. They come again in a later
 *     page, and are no place to read on from; but who wants to know what is not the newest version any more knows it now
 * @param damaged the changed rows that cannot be read, by offset
 * @param next the offset from which to read on: the last one of this page, or the one asked for if it is empty
 * @param more whether there were more changes when the page was read. If not, every write that was acknowledged before this
 *     page was asked for is shown, itself or a newer version of its row, by this page or by those before it
 * @param settled whether all versions are settled: acknowledged, or as good as that. If not, some may be of unknown outcome,
 *     and come to nothing
 */
public record ChangePage(
        List<Change> changes, List<Change> ahead, List<Damaged> damaged, long next, boolean more, boolean settled) {

    /**
     * The newest version of a row.
     *
     * @param offset where in the shard's order the version was written
     */
    public record Change(long offset, StateRow row) {}

    /** Copies the rows. */
    public ChangePage {
        changes = List.copyOf(changes);
        ahead = List.copyOf(ahead);
        damaged = List.copyOf(damaged);
    }
}
