package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore;
import dev.substrate.store.FencedStore;
import dev.substrate.store.KeptVersion;
import dev.substrate.store.ShardPage;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import dev.substrate.store.StoreException;
import dev.substrate.store.VersionPage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fenced store in one SQLite file, which several processes on one machine may share. */
final class SqliteStore implements FencedStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final boolean unfenced;
    private final ProcessTurnstile turnstile;
    private final GroupCommitter writer;
    private final Questions questions;
    private final BlockingQueue<ReaderThread.Query<?>> queries;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    private SqliteStore(SqliteSettings settings, ProcessTurnstile turnstile, MeterRegistry meters) {
        this.unfenced = settings.unfenced();
        this.turnstile = turnstile;
        writer = new GroupCommitter(settings, turnstile, meters);
        questions = new Questions(settings.readsWaitingMax());
        queries = new LinkedBlockingQueue<>(settings.readsWaitingMax());
        meters.gauge("substrate.store.confirmations.waiting", questions, Questions::size);
        meters.gaugeCollectionSize("substrate.store.reads.waiting", List.of(), queries);
        readers.add(new EpochConfirmer(settings, questions));
        for (int i = 1; i <= settings.readers(); i++) {
            readers.add(new ReaderThread(i, settings, queries));
        }
    }

    static SqliteStore open(SqliteSettings settings, MeterRegistry meters) {
        try {
            Files.createDirectories(settings.file().getParent());
            ProcessTurnstile turnstile = new ProcessTurnstile(settings.file(), settings.lockTimeout());
            SqliteStore store = new SqliteStore(settings, turnstile, meters);
            try {
                store.writer.start();
            } catch (SQLException | IOException e) {
                turnstile.close();
                throw e;
            }
            store.readers.forEach(Thread::start);
            if (settings.unfenced()) {
                LOG.warn("The store {} checks no fences: acknowledged writes can be lost", settings.file());
            }
            return store;
        } catch (SQLException | IOException e) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "The store " + settings.file() + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public CompletionStage<Long> raiseEpoch(ShardKey shard, String owner) {
        return writer.submit(new WriteOperation<>(1, session -> session.fences().raise(shard, owner)));
    }

    @Override
    public CompletionStage<Boolean> confirm(ShardKey shard, long epoch) {
        if (unfenced) {
            return CompletableFuture.completedFuture(true);
        }
        Question question = new Question(shard, epoch);
        questions.add(question);
        return question;
    }

    @Override
    public CompletionStage<Void> write(StateRow row, KeptVersion kept) {
        return write(1, session -> session.states().write(row, kept));
    }

    @Override
    public CompletionStage<Void> restore(StateRow row, KeptVersion kept) {
        return write(1, session -> session.states().restore(row, kept));
    }

    @Override
    public CompletionStage<Optional<StateRow>> read(ShardKey shard, String uri) {
        return ask(session -> session.states().read(shard.entityType(), uri));
    }

    /** Nothing comes late here: a transaction has ended before the next one begins. */
    @Override
    public CompletionStage<Optional<StateRow>> recover(ShardKey shard, long epoch, String uri) {
        return read(shard, uri);
    }

    @Override
    public CompletionStage<Void> purge(ShardKey shard, long epoch, String uri, long version) {
        return write(1, session -> session.states().purge(shard, epoch, uri, version));
    }

    @Override
    public CompletionStage<Void> raisePurged(ShardKey shard, long epoch, long version) {
        return write(1, session -> session.states().raisePurged(shard, epoch, version));
    }

    @Override
    public CompletionStage<Long> purgedVersion(ShardKey shard) {
        return ask(session -> session.states().purgedVersion(shard));
    }

    @Override
    public CompletionStage<StatePage> scan(StateScan scan) {
        return ask(session -> session.states().scan(scan));
    }

    @Override
    public CompletionStage<ShardPage> rows(ShardKey shard, @Nullable String from, int rowsMax) {
        long after = from == null ? 0 : Long.parseLong(from);
        return ask(session -> session.states().rows(shard, after, rowsMax));
    }

    @Override
    public CompletionStage<ChangePage> changes(ShardKey shard, long after, int rowsMax) {
        return ask(session -> session.states().changes(shard, after, rowsMax));
    }

    @Override
    public CompletionStage<VersionPage> versions(ShardKey shard, String uri, long fromVersion, int rowsMax) {
        return ask(session -> session.versions().versions(shard, uri, fromVersion, rowsMax));
    }

    @Override
    public CompletionStage<VersionPage> log(ShardKey shard, long after, int rowsMax) {
        return ask(session -> session.versions().log(shard, after, rowsMax));
    }

    /** The one counter of the file: what any process writes from now on goes beyond it. */
    @Override
    public CompletionStage<Long> logEnd(ShardKey shard) {
        return ask(session -> session.versions().lastChange());
    }

    @Override
    public CompletionStage<Void> append(List<EventRow> events) {
        List<EventRow> appended = List.copyOf(events);
        try {
            EventWriter.checkShape(appended);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return write(appended.size(), session -> session.events().append(appended));
    }

    @Override
    public CompletionStage<LogBounds> bounds(ShardKey shard, String entityId, long known) {
        return ask(session -> session.events().bounds(shard.entityType(), entityId));
    }

    @Override
    public CompletionStage<LogBounds> recoverLog(ShardKey shard, long epoch, String entityId, long known) {
        return bounds(shard, entityId, known);
    }

    @Override
    public CompletionStage<EventPage> events(ShardKey shard, String entityId, long from, long to, int eventsMax) {
        return ask(session -> session.events().events(shard.entityType(), entityId, from, to, eventsMax));
    }

    @Override
    public CompletionStage<Void> deleteEvents(ShardKey shard, long epoch, String entityId, long to) {
        return writer.submit(new WriteOperation<>(1, session -> session.events().delete(shard, epoch, entityId, to)))
                .thenCompose(rowsLeft -> removeRows(shard, entityId, rowsLeft));
    }

    @Override
    public CompletionStage<Void> save(SnapshotRow snapshot) {
        return write(1, session -> session.snapshots().save(snapshot));
    }

    @Override
    public CompletionStage<Optional<SnapshotRow>> snapshot(ShardKey shard, String entityId, SnapshotChoice choice) {
        return ask(session -> session.snapshots().snapshot(shard.entityType(), entityId, choice));
    }

    @Override
    public CompletionStage<Void> deleteSnapshots(ShardKey shard, long epoch, String entityId, SnapshotChoice choice) {
        return write(1, session -> session.snapshots().delete(shard, epoch, entityId, choice));
    }

    @Override
    public CompletionStage<String> agree(String name, String value) {
        return writer.submit(new WriteOperation<>(1, session -> session.agree(name, value)));
    }

    @Override
    public CompletionStage<Optional<String>> agreed(String name) {
        return ask(session -> session.agreed(name));
    }

    @Override
    public Optional<String> writesBound() {
        return writer.isFull() ? Optional.of(GroupCommitter.WAITING_BOUND) : Optional.empty();
    }

    @Override
    public CompletionStage<Void> probe(String who) {
        return write(1, session -> session.probe(who));
    }

    @Override
    public void close() {
        closed = true;
        writer.close();
        readers.forEach(Thread::interrupt);
        try {
            turnstile.close();
        } catch (IOException e) {
            LOG.debug("The turnstile did not close", e);
        }
    }

    /** Removes the rows of deleted events, part by part. That they are deleted is durable, so a failure is none. */
    private CompletionStage<Void> removeRows(ShardKey shard, String entityId, boolean rowsLeft) {
        if (!rowsLeft) {
            return CompletableFuture.completedFuture(null);
        }
        return writer.submit(new WriteOperation<>(
                        EventStore.APPENDED_EVENTS_MAX,
                        session -> session.events().removeDeleted(shard, entityId)))
                .handle((more, failure) -> failure == null && more)
                .thenCompose(more -> removeRows(shard, entityId, more));
    }

    private CompletionStage<Void> write(int rows, WriteOperation.Step<Boolean> step) {
        return writer.submit(new WriteOperation<>(rows, step)).thenAccept(written -> {});
    }

    private <T> CompletableFuture<T> ask(ReaderThread.Query.Step<T> step) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ReaderThread.Query<T> query = new ReaderThread.Query<>(step, answer);
        if (!queries.offer(query)) {
            answer.completeExceptionally(new StoreException(
                    StoreException.Kind.BUSY, "substrate.sqlite.reads-waiting-max operations wait already"));
        } else if (closed && queries.remove(query)) {
            answer.completeExceptionally(QueryThread.closed());
        }
        return answer;
    }
}
