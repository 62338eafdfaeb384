package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/** Answers one query after the other. */
final class ReaderThread extends QueryThread<ReaderThread.Query<?>, ReaderSession> {

    /** What to read, and whom to tell. */
    record Query<T>(Step<T> step, CompletableFuture<T> answer) {

        /** What to read. A runtime exception fails this query alone. */
        interface Step<T> {
            T run(ReaderSession session) throws SQLException;
        }

        void run(ReaderSession session) throws SQLException {
            T result;
            try {
                result = step.run(session);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
                return;
            }
            answer.complete(result);
        }
    }

    private final BlockingQueue<Query<?>> waiting;

    ReaderThread(int number, SqliteSettings settings, BlockingQueue<Query<?>> waiting) {
        super("substrate-sqlite-reader-" + number, settings);
        this.waiting = waiting;
    }

    /** Only one, since another reader may take the next. */
    @Override
    void take(List<Query<?>> taken) throws InterruptedException {
        taken.add(waiting.take());
    }

    @Override
    void takeLast(List<Query<?>> taken) {
        waiting.drainTo(taken);
    }

    @Override
    ReaderSession prepare(Connection connection) throws SQLException {
        return new ReaderSession(connection);
    }

    @Override
    void answer(ReaderSession session, List<Query<?>> queries) throws SQLException {
        for (Query<?> query : queries) {
            query.run(session);
        }
    }

    @Override
    void fail(Query<?> query, StoreException failure) {
        query.answer().completeExceptionally(failure);
    }
}
