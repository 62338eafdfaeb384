package dev.substrate.store.sqlite;

import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
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

    /** The name of the bound on what waits. */
    static final String WAITING_BOUND = "substrate.sqlite.writes-waiting-max";

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
    private boolean broken;

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
            session = new WriterSession(settings, Clock.systemUTC());
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
                                    "Nothing was written: " + WAITING_BOUND + " operations wait already"));
        } else if (closed && waiting.remove(operation)) {
            operation.fail(closedFailure());
        }
        return operation.answer();
    }

    boolean isFull() {
        return waiting.remainingCapacity() == 0;
    }

    private void run() {
        List<WriteOperation<?>> batch = new ArrayList<>();
        try {
            while (!closed) {
                batch.add(waiting.take());
                takeWhatWaits(batch);
                commits.record(() -> commit(batch));
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer was told to end");
        } finally {
            // Also if the thread ends by an error: nobody would ever answer what came in later.
            closed = true;
            batch.forEach(operation -> operation.fail(new StoreException(
                    StoreException.Kind.UNKNOWN, "It is not known whether it was written: the writer ended")));
            batch.clear();
            waiting.drainTo(batch);
            batch.forEach(operation -> operation.fail(closedFailure()));
            closeSession();
        }
    }

    /** Takes what has come in, up to the bound of a transaction. */
    private void takeWhatWaits(List<WriteOperation<?>> batch) {
        int rows = batch.stream().mapToInt(WriteOperation::rows).sum();
        while (rows < settings.batchWritesMax()) {
            WriteOperation<?> next = waiting.poll();
            if (next == null) {
                return;
            }
            batch.add(next);
            rows += next.rows();
        }
    }

    private void commit(List<WriteOperation<?>> batch) {
        try {
            turnstile.enter();
            try {
                // Other processes had their turns meanwhile: what came in by now need not wait for the next one.
                takeWhatWaits(batch);
                batchSizes.record(batch.size());
                while (!commitOrTakeOut(batch)) {
                    LOG.debug("Doing again what is left of the batch: {} operations", batch.size());
                }
            } finally {
                turnstile.leave();
            }
        } catch (CommitFailedException e) {
            failures.fails(e.getCause());
            batch.forEach(operation -> operation.fail(e.failure));
            return;
        } catch (IOException e) {
            failures.fails(e);
            StoreException failure = SqliteErrors.unavailable(e);
            batch.forEach(operation -> operation.fail(failure));
            return;
        }
        failures.works();
        batch.forEach(WriteOperation::succeed);
    }

    /**
     * Commits a batch in one transaction. If an operation fails by itself, it is refused and taken out, whatever it wrote
     * is undone with the whole transaction, and the rest is to be done again. A savepoint would not do instead: the driver
     * closes a statement that met damage.
     *
     * @return false if an operation was taken out
     */
    private boolean commitOrTakeOut(List<WriteOperation<?>> batch) throws CommitFailedException {
        @Nullable WriteOperation<?> running = null;
        boolean committing = false;
        try {
            WriterSession open = usableSession();
            open.begin();
            for (WriteOperation<?> operation : batch) {
                running = operation;
                operation.run(open);
            }
            running = null;
            open.end();
            committing = true;
            open.commit();
            return true;
        } catch (SQLException e) {
            abandon();
            if (running == null || !SqliteErrors.concernsOneOperation(e)) {
                throw new CommitFailedException(SqliteErrors.failed(e, committing), e);
            }
            if (SqliteErrors.isDamage(e)) {
                failures.isDamaged(e);
            }
            running.fail(SqliteErrors.refusal(e));
            batch.remove(running);
            return false;
        }
    }

    private WriterSession usableSession() throws SQLException {
        WriterSession usable = session;
        if (usable == null || broken) {
            usable = new WriterSession(settings, Clock.systemUTC());
            closeSession();
            session = usable;
            broken = false;
        }
        return usable;
    }

    /**
     * Ends a transaction that went wrong; the next one gets a new connection, since the driver closed statements of this one.
     * But it stays open until then: who opens a file that nobody has open looks for what a crash left behind, and would
     * find a transaction whose commit failed only while it was synced to the disk.
     */
    private void abandon() {
        broken = true;
        if (session != null) {
            try {
                session.rollback();
            } catch (SQLException e) {
                if (SqliteErrors.saysThatNoTransactionIsActive(e)) {
                    LOG.debug("SQLite has rolled it back already");
                } else {
                    LOG.debug("It ends with its connection", e);
                    closeSession();
                }
            }
        }
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

    /** Says what became of a whole batch. */
    private static final class CommitFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final StoreException failure;

        CommitFailedException(StoreException failure, SQLException cause) {
            super(cause);
            this.failure = failure;
        }
    }
}
