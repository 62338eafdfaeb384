package dev.substrate.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what a query found.
 *
 * @param records in an order of the store's own, in which a record keeps its place while it changes
 * @param cursor for the next page, which may turn out to be empty; null if this is the last one
 * @param <T> the entity class
 */
public record QueryPage<T>(
        List<Versioned<T>> records, @Nullable String cursor) {

    /** Copies the records. */
    public QueryPage {
        records = List.copyOf(records);
    }
}
