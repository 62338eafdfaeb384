package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's error codes mean for who asked. */
final class SqliteErrors {

    private static final Set<SQLiteErrorCode> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    private static final Set<SQLiteErrorCode> UNFIT =
            Set.of(SQLiteErrorCode.SQLITE_TOOBIG, SQLiteErrorCode.SQLITE_MISMATCH, SQLiteErrorCode.SQLITE_RANGE);

    private SqliteErrors() {}

    /** Returns whether what lies in the file is not what SQLite wrote. */
    static boolean isDamage(SQLException e) {
        return DAMAGE.contains(primary(e));
    }

    /** Returns whether only the operation is concerned that failed, so that others of its transaction can go on. */
    static boolean concernsOneOperation(SQLException e) {
        SQLiteErrorCode code = primary(e);
        return code == SQLiteErrorCode.SQLITE_CORRUPT
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT
                || UNFIT.contains(code);
    }

    /** Returns whether this is how SQLite answers a rollback when there is nothing to roll back any more. */
    static boolean saysThatNoTransactionIsActive(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_ERROR;
    }

    /** Says to who asked for it why an operation that alone is concerned was not done. */
    static RuntimeException refusal(SQLException e) {
        SQLiteErrorCode code = code(e);
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL || UNFIT.contains(primary(e))) {
            return new IllegalArgumentException("Nothing was written: it does not fit: " + e.getMessage(), e);
        }
        return damaged(e);
    }

    static StoreException damaged(SQLException e) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "Nothing was written: a part of the store's file is damaged: " + e.getMessage()
                        + ". What lies in other parts is not concerned.",
                e);
    }

    /** Says what became of a transaction that failed. */
    static StoreException failed(SQLException e, boolean committing) {
        // A full disk is found out before the end of the transaction is in the log, and SQLite takes the rest back. Any
        // other failure of a commit may come after it, when a recovery would find the transaction complete.
        boolean unknown = committing && primary(e) != SQLiteErrorCode.SQLITE_FULL;
        return unknown
                ? new StoreException(
                        StoreException.Kind.UNKNOWN,
                        "It is not known whether it was written: the commit failed: " + e.getMessage(),
                        e)
                : unavailable(e);
    }

    static StoreException unavailable(Exception e) {
        return new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "Nothing was written: the store is not available: " + e.getMessage(),
                e);
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException engine ? engine.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /** The low byte names the kind of error, the rest its variety. */
    private static SQLiteErrorCode primary(SQLException e) {
        return SQLiteErrorCode.getErrorCode(code(e).code & 0xff);
    }
}
