package dev.substrate.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the rows of one shard.
 *
 * @param rows the rows, tombstones included, in an order of the store's own
 * @param damaged the URIs of rows that cannot be read
 * @param next where the next page begins; null if this is the last one
 */
public record ShardPage(
        List<StateRow> rows, List<String> damaged, @Nullable String next) {

    /** Copies the rows. */
    public ShardPage {
        rows = List.copyOf(rows);
        damaged = List.copyOf(damaged);
    }
}
