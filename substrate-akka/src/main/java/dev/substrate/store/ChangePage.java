package dev.substrate.store;

import java.util.List;

/**
 * A page of changes of one shard.
 *
 * @param changes the changes, by offset
 * @param next the offset from which to read on: the last one of this page, or the one asked for if it is empty
 * @param more whether there were more changes when the page was read
 */
public record ChangePage(List<Change> changes, long next, boolean more) {

    /**
     * The newest version of a row.
     *
     * @param offset where in the shard's order the version was written
     */
    public record Change(long offset, StateRow row) {}

    /** Copies the changes. */
    public ChangePage {
        changes = List.copyOf(changes);
    }
}
