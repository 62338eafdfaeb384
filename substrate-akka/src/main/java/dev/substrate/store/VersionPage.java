package dev.substrate.store;

import dev.substrate.store.ChangePage.Change;
import java.util.List;

/**
 * A page of kept versions.
 *
 * @param versions the versions with their offsets in the shard's log
 * @param damaged the rows of the page that cannot be read
 * @param next where the next page begins: a version, or of the log, the offset after which to read on
 * @param more whether there were more when the page was read
 * @param settled whether all of them are settled: acknowledged, or as good as that. If not, the owner is to be asked
 */
public record VersionPage(List<Change> versions, List<Damaged> damaged, long next, boolean more, boolean settled) {

    /**
     * A row that cannot be read.
     *
     * @param offset where in the shard's log it lies
     * @param uri the entity's id
     * @param version its version; 0 if that cannot be read either
     */
    public record Damaged(long offset, String uri, long version) {}

    /** Copies the rows. */
    public VersionPage {
        versions = List.copyOf(versions);
        damaged = List.copyOf(damaged);
    }
}
