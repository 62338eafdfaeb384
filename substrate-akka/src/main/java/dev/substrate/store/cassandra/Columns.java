package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.substrate.store.StoreException;
import java.time.Instant;

/** Reads columns that must not be empty. */
final class Columns {

    private Columns() {}

    static String text(Row row, String column) {
        String text = row.getString(column);
        if (text == null) {
            throw new IllegalArgumentException("its column " + column + " is empty");
        }
        return text;
    }

    static long number(Row row, String column) {
        if (row.isNull(column)) {
            throw new IllegalArgumentException("its column " + column + " is empty");
        }
        return row.getLong(column);
    }

    static Instant time(Row row, String column) {
        return Instant.parse(text(row, column));
    }

    /**
     * Says that a row cannot be read.
     *
     * @param row which one, by table and key
     */
    static StoreException damage(String row, RuntimeException cause) {
        return cause instanceof StoreException known
                ? known
                : new StoreException(
                        StoreException.Kind.DAMAGED,
                        "Nothing was written: the row of " + row + " cannot be read: " + cause.getMessage()
                                + ". Other rows are not concerned",
                        cause);
    }
}
