package dev.substrate.store.sqlite;

import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/** Reads rows and pages of rows. */
final class StateReader extends QueryThread<StateReader.Query<?>, StateStatements> {

    /** What to read, and whom to tell. */
    record Query<T>(Step<T> step, CompletableFuture<T> answer) {

        interface Step<T> {
            T run(StateStatements statements) throws SQLException;
        }

        void run(StateStatements statements) throws SQLException {
            answer.complete(step.run(statements));
        }
    }

    static final String COLUMNS = "entity_type,uri,type,shard,version,epoch,tombstone,created,modified,headers,entity";

    StateReader(int number, SqliteSettings settings, BlockingQueue<Query<?>> waiting) {
        super("substrate-sqlite-reader-" + number, settings, waiting, false);
    }

    static StateRow row(ResultSet columns) throws SQLException {
        return new StateRow(
                columns.getString(1),
                columns.getString(2),
                columns.getString(3),
                columns.getInt(4),
                columns.getLong(5),
                columns.getLong(6),
                columns.getInt(7) != 0,
                Instant.parse(columns.getString(8)),
                Instant.parse(columns.getString(9)),
                columns.getString(10),
                columns.getString(11));
    }

    @Override
    StateStatements prepare(Connection connection) throws SQLException {
        return new StateStatements(connection);
    }

    @Override
    void answer(StateStatements statements, List<Query<?>> queries) throws SQLException {
        for (Query<?> query : queries) {
            query.run(statements);
        }
    }

    @Override
    void fail(Query<?> query, StoreException failure) {
        query.answer().completeExceptionally(failure);
    }
}
