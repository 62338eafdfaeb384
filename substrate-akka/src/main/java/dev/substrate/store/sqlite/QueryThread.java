package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a connection of its own that takes queries and answers them.
 *
 * @param <Q> the class of queries
 * @param <S> the statements that answer them
 */
abstract class QueryThread<Q, S> extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(QueryThread.class);

    private final SqliteSettings settings;
    private final FailureLog failures;

    QueryThread(String name, SqliteSettings settings) {
        super(name);
        setDaemon(true);
        this.settings = settings;
        this.failures = new FailureLog(LOG, name, settings.file());
    }

    /** Waits for queries and takes one or more. */
    abstract void take(List<Q> taken) throws InterruptedException;

    /** Takes those that wait when the thread ends. */
    abstract void takeLast(List<Q> taken);

    abstract S prepare(Connection connection) throws SQLException;

    /** Answers queries. An SQLException fails those that are not answered; a runtime exception must not get out. */
    abstract void answer(S statements, List<Q> queries) throws SQLException;

    abstract void fail(Q query, StoreException failure);

    @Override
    public final void run() {
        @Nullable Connection connection = null;
        @Nullable S statements = null;
        List<Q> taken = new ArrayList<>();
        try {
            while (true) {
                take(taken);
                try {
                    if (connection == null || statements == null) {
                        connection = SqliteSchema.connect(settings);
                        statements = prepare(connection);
                    }
                    answer(statements, taken);
                    failures.works();
                } catch (SQLException e) {
                    StoreException failure = failed(e);
                    taken.forEach(query -> fail(query, failure));
                    close(connection);
                    connection = null;
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was told to end", getName());
        } finally {
            close(connection);
            takeLast(taken);
            taken.forEach(query -> fail(query, closed()));
        }
    }

    static StoreException closed() {
        return new StoreException(StoreException.Kind.UNAVAILABLE, "The store is closed");
    }

    private StoreException failed(SQLException e) {
        if (SqliteErrors.isDamage(e)) {
            failures.isDamaged(e);
            return SqliteErrors.damaged(e);
        }
        failures.fails(e);
        return SqliteErrors.unavailable(e);
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("The connection did not close", e);
            }
        }
    }
}
