package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the row that a result stands on, taken at their word: SQLite keeps a value of any kind in any column, and
 * the driver turns what does not fit into 0. What is not as it must be fails with {@link StoreException.Kind#DAMAGED}.
 */
final class Columns {

    private static final int QUOTED_CHARS_MAX = 60;

    private final String table;
    private final int keyColumns;
    private final ResultSet row;

    /**
     * @param table the table that the row is of, for people
     * @param keyColumns how many of the first columns name the row
     */
    Columns(String table, int keyColumns, ResultSet row) {
        this.table = table;
        this.keyColumns = keyColumns;
        this.row = row;
    }

    String text(int column) throws SQLException {
        if (row.getObject(column) instanceof String text) {
            return text;
        }
        throw damaged(column, "text");
    }

    @Nullable
    String textOrNull(int column) throws SQLException {
        return row.getObject(column) == null ? null : text(column);
    }

    long number(int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw damaged(column, "whole number");
    }

    int shard(int column) throws SQLException {
        long number = number(column);
        if (number != (int) number) {
            throw damaged(column, "number of a shard");
        }
        return (int) number;
    }

    boolean flag(int column) throws SQLException {
        long number = number(column);
        if (number != 0 && number != 1) {
            throw damaged(column, "0 or 1");
        }
        return number == 1;
    }

    Instant time(int column) throws SQLException {
        try {
            return Instant.parse(text(column));
        } catch (DateTimeException e) {
            throw damaged(column, "time");
        }
    }

    /** Says that a column does not hold what it must. */
    StoreException damaged(int column, String expected) throws SQLException {
        return damaged(row.getMetaData().getColumnName(column) + " is " + quoted(column) + ", which is no " + expected);
    }

    private StoreException damaged(String what) throws SQLException {
        StringBuilder key = new StringBuilder();
        for (int column = 1; column <= keyColumns; column++) {
            key.append(column == 1 ? "" : ", ")
                    .append(row.getMetaData().getColumnName(column))
                    .append(' ')
                    .append(quoted(column));
        }
        return damaged(table, key.toString(), what);
    }

    /** Says that a row, named by its table and key, cannot be read. */
    static StoreException damaged(String table, String key, String what) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "Nothing was written: the row with " + key + " of table " + table + " cannot be read: " + what
                        + ". Other rows are not concerned.");
    }

    private String quoted(int column) throws SQLException {
        Object value = row.getObject(column);
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes) {
            return "a blob of " + bytes.length + " bytes";
        }
        String text = value.toString();
        String shown = text.length() > QUOTED_CHARS_MAX ? text.substring(0, QUOTED_CHARS_MAX) + "…" : text;
        return value instanceof String ? "'" + shown + "'" : shown;
    }
}
