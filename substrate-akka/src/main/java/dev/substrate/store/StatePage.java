package dev.substrate.store;

import java.util.List;

/**
 * A page of a scan.
 *
 * @param rows the rows, in the order of their URIs
 * @param more whether rows may follow
 */
public record StatePage(List<StateRow> rows, boolean more) {

    /** Copies the rows. */
    public StatePage {
        rows = List.copyOf(rows);
    }
}
