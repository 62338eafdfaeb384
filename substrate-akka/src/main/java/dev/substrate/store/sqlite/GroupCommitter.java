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
    private volatile boolean closed;
    private @Nullable WriterSession session;
    private boolean failing;

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
                batch.add(waiting.take());
                waiting.drainTo(batch, settings.batchWritesMax() - 1);
                commits.record(() -> commit(batch));
                batchSizes.record(batch.size());
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer was told to end");
        } finally {
            waiting.drainTo(batch);
            batch.forEach(operation -> operation.fail(closedFailure()));
            closeSession();
        }
    }

    private void commit(List<WriteOperation<?>> batch) {
        boolean committing = false;
        try {
            turnstile.enter();
            try {
                WriterSession open = session == null ? new WriterSession(settings) : session;
                session = open;
                open.begin();
                for (WriteOperation<?> operation : batch) {
                    operation.run(open);
                }
                committing = true;
                open.commit();
            } catch (SQLException e) {
                abandon();
                throw e;
            } finally {
                turnstile.leave();
            }
        } catch (SQLException | IOException e) {
            StoreException failure = committing
                    ? new StoreException(
                            StoreException.Kind.UNKNOWN,
                            "It is not known whether it was written: the commit failed: " + e.getMessage(),
                            e)
                    : new StoreException(
                            StoreException.Kind.UNAVAILABLE,
                            "Nothing was written: the store is not available: " + e.getMessage(),
                            e);
            if (!failing) {
                failing = true;
                LOG.warn(
                        "The store {} fails; further failures are not logged until it works again", settings.file(), e);
            }
            batch.forEach(operation -> operation.fail(failure));
            return;
        }
        if (failing) {
            failing = false;
            LOG.info("The store {} works again", settings.file());
        }
        batch.forEach(WriteOperation::succeed);
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
