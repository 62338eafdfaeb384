package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this process: everything that came in during a commit shares the next transaction, so the cost of
 * making things durable is divided by all who wait for it.
 */
final class GroupCommitter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final SqliteSettings settings;
    private final BlockingQueue<WriteOperation<?>> waiting;
    private final ProcessTurnstile turnstile;
    private final DistributionSummary batchSizes;
    private final Timer commits;
    private final Thread thread;
    private final FailureLog failures;
    private volatile boolean closed;
    private @Nullable WriterSession session;

    GroupCommitter(SqliteSettings settings, ProcessTurnstile turnstile, MeterRegistry meters) {
        this.settings = settings;
        this.turnstile = turnstile;
        this.waiting = new LinkedBlockingQueue<>(settings.writesWaitingMax());
        this.batchSizes = DistributionSummary.builder("substrate.store.batch.operations")
                .description("Operations that shared a transaction")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        this.commits = Timer.builder("substrate.store.commit")
                .description("Time from taking a batch to its durability")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        meters.gaugeCollectionSize("substrate.store.writes.waiting", List.of(), waiting);
        this.failures = new FailureLog(LOG, "The writer", settings.file());
        this.thread = new Thread(this::run, "substrate-sqlite-writer");
        this.thread.setDaemon(true);
    }

    /** Opens the file, so that a store that cannot work is found out before the node starts. */
    void start() throws SQLException, IOException {
        turnstile.enter();
        try {
            session = new WriterSession(settings);
        } finally {
            turnstile.leave();
        }
        thread.start();
    }

    <T> CompletableFuture<T> submit(WriteOperation<T> operation) {
        if (closed || !waiting.offer(operation)) {
            operation.fail(
                    closed
                            ? closedFailure()
                            : new StoreException(
                                    StoreException.Kind.BUSY,
                                    "Nothing was written: substrate.sqlite.writes-waiting-max operations wait already"));
        } else if (closed && waiting.remove(operation)) {
            operation.fail(closedFailure());
        }
        return operation.answer();
    }

    private void run() {
        List<WriteOperation<?>> batch = new ArrayList<>();
        try {
            while (!closed) {
                takeInto(batch);
                commits.record(() -> commit(batch));
                batchSizes.record(batch.size());
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer was told to end");
        } finally {
            // Also if the thread ends by an error: nobody would ever answer what came in later.
            closed = true;
            waiting.drainTo(batch);
            batch.forEach(operation -> operation.fail(closedFailure()));
            closeSession();
        }
    }

    /** Waits for work, and takes what has come in by then, up to the bound of a transaction. */
    private void takeInto(List<WriteOperation<?>> batch) throws InterruptedException {
        WriteOperation<?> next = waiting.take();
        int rows = 0;
        while (next != null) {
            batch.add(next);
            rows += next.rows();
            next = rows < settings.batchWritesMax() ? waiting.poll() : null;
        }
    }

    private void commit(List<WriteOperation<?>> batch) {
        boolean committing = false;
        try {
            turnstile.enter();
            try {
                WriterSession open = session == null ? new WriterSession(settings) : session;
                session = open;
                write(open, batch);
                committing = true;
                open.commit();
            } catch (SQLException e) {
                abandon();
                throw e;
            } finally {
                turnstile.leave();
            }
        } catch (SQLException e) {
            fail(batch, e, SqliteErrors.failed(e, committing));
            return;
        } catch (IOException e) {
            fail(batch, e, SqliteErrors.unavailable(e));
            return;
        }
        failures.works();
        batch.forEach(WriteOperation::succeed);
    }

    private void fail(List<WriteOperation<?>> batch, Exception cause, StoreException failure) {
        failures.fails(cause);
        batch.forEach(operation -> operation.fail(failure));
    }

    private void write(WriterSession open, List<WriteOperation<?>> batch) throws SQLException {
        open.begin();
        try {
            for (WriteOperation<?> operation : batch) {
                operation.run(open);
            }
        } catch (SQLException e) {
            if (!SqliteErrors.concernsOneOperation(e)) {
                throw e;
            }
            open.rollback();
            open.begin();
            writeEachApart(open, batch);
        }
        open.end();
    }

    /**
     * Does a batch again of which an operation failed, so that only that one is refused, and whole. Savepoints cost more
     * than what lies between them, so they are kept for this rare case.
     */
    private void writeEachApart(WriterSession open, List<WriteOperation<?>> batch) throws SQLException {
        for (WriteOperation<?> operation : batch) {
            open.mark();
            try {
                operation.run(open);
            } catch (SQLException e) {
                if (!SqliteErrors.concernsOneOperation(e)) {
                    throw e;
                }
                open.rollbackToMark();
                operation.refuse(SqliteErrors.refusal(e));
                if (SqliteErrors.isDamage(e)) {
                    failures.isDamaged(e);
                }
            }
            open.releaseMark();
        }
    }

    /** Ends a transaction that went wrong; the next batch gets a new connection. */
    private void abandon() {
        if (session != null) {
            try {
                session.rollback();
            } catch (SQLException e) {
                LOG.debug("There was nothing to roll back", e);
            }
        }
        closeSession();
    }

    private void closeSession() {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                LOG.debug("The connection did not close", e);
            }
            session = null;
        }
    }

    private static StoreException closedFailure() {
        return new StoreException(StoreException.Kind.UNAVAILABLE, "Nothing was written: the store is closed");
    }

    @Override
    public void close() {
        closed = true;
        // Wakes a writer that waits for work; one that is in a transaction finishes it first.
        submitNothing();
        try {
            thread.join(CLOSE_WAIT_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submitNothing() {
        if (!waiting.offer(WriteOperation.nothing())) {
            LOG.debug("The writer is not idle, so it need not be woken");
        }
    }
}
