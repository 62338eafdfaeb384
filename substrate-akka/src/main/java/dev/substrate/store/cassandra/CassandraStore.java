package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fenced store in a keyspace of Cassandra. */
final class CassandraStore implements FencedStore {

    private static final Logger LOG = LoggerFactory.getLogger(CassandraStore.class);
    private static final Duration EPOCH_PATIENCE = Duration.ofSeconds(25);
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final CqlSession session;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "substrate-cassandra-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final Cql cql;
    private final Bound writes;
    private final Bound reads;
    private final Bound confirmations;
    private final Settling settling;
    private final AtOnce recoveries;
    private final EpochTaker taker;
    private final EpochConfirmer confirmer;
    private final StateWriter stateWriter;
    private final Purges purges;
    private final StateReader stateReader;
    private final StateScanner scanner;
    private final VersionReader versionReader;
    private final EventLog events;
    private final Snapshots snapshots;
    private final Agreements agreements;
    private final PreparedStatement writeProbe;
    private final PreparedStatement readProbe;

    CassandraStore(CqlSession session, CassandraSettings settings, MeterRegistry meters) {
        this.session = session;
        cql = new Cql(session, settings.toString());
        writes = new Bound(
                settings.writesWaitingMax(),
                "substrate.cassandra.writes-waiting-max",
                meters,
                "substrate.store.writes.waiting");
        reads = new Bound(
                settings.readsWaitingMax(),
                "substrate.cassandra.reads-waiting-max",
                meters,
                "substrate.store.reads.waiting");
        confirmations = new Bound(
                settings.readsWaitingMax(),
                "substrate.cassandra.reads-waiting-max",
                meters,
                "substrate.store.confirmations.waiting");
        Quorums quorums = Quorums.of(settings.consistency());
        Stamps stamps = new Stamps();
        settling = new Settling();
        recoveries = new AtOnce(settings.recoveriesAtOnceMax());
        taker = new EpochTaker(session, cql, quorums, timer, UUID.randomUUID().toString(), EPOCH_PATIENCE);
        confirmer = new EpochConfirmer(new CqlEpochLooks(session, cql, quorums), settings, meters);
        stateWriter = new StateWriter(session, cql, quorums, stamps, settling, confirmer, settings, clock, meters);
        purges = new Purges(session, cql, quorums, stamps, settling, confirmer);
        stateReader = new StateReader(session, cql, quorums);
        scanner = new StateScanner(session, cql, quorums, stateReader, settings);
        versionReader = new VersionReader(session, cql, quorums, clock);
        events = new EventLog(session, cql, quorums, stamps, settling, confirmer);
        snapshots = new Snapshots(session, cql, quorums, stamps, confirmer);
        agreements = new Agreements(session, cql, quorums);
        writeProbe = session.prepare(quorums.repeatable("INSERT INTO probe (who, value) VALUES (?,?)"));
        readProbe = session.prepare(quorums.repeatable("SELECT value FROM probe WHERE who=?"));
    }

    static CassandraStore open(CassandraSettings settings, MeterRegistry meters) {
        if (settings.unfenced()) {
            LOG.warn("This store is not fenced (substrate.testing.unfenced): acknowledged writes can be lost");
        }
        CqlSession session = Sessions.connect(settings);
        try {
            CassandraStore store = new CassandraStore(session, settings, meters);
            store.requireOneConsistency(settings);
            return store;
        } catch (RuntimeException e) {
            session.forceCloseAsync();
            throw e instanceof StoreException
                    ? e
                    : new StoreException(
                            StoreException.Kind.UNAVAILABLE, settings + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Quorums of different kinds need not overlap, so all nodes use the same kind. */
    private void requireOneConsistency(CassandraSettings settings) {
        String own = settings.consistency() == CassandraSettings.Quorum.QUORUM
                ? "QUORUM"
                : "LOCAL_QUORUM in " + settings.localDatacenter();
        String agreed =
                agree("cassandra-consistency", own).toCompletableFuture().join();
        if (!agreed.equals(own)) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "substrate.cassandra.consistency is " + own + " here, but the store was made with " + agreed
                            + ": all nodes must use the same");
        }
    }

    @Override
    public CompletionStage<Long> raiseEpoch(ShardKey shard, String owner) {
        return writes.within(() -> taker.take(shard, owner));
    }

    @Override
    public CompletionStage<Boolean> confirm(ShardKey shard, long epoch) {
        return confirmations.within(() -> confirmer.confirm(shard, epoch));
    }

    @Override
    public CompletionStage<Void> write(StateRow row, KeptVersion kept) {
        long keptUntil = kept.isKept() ? clock.instant().plus(kept.keptFor()).toEpochMilli() : 0;
        return writes.within(() -> stateWriter.write(row, keptUntil, kept.headers()));
    }

    /** As any other write: what orders them is their stamps, and that they follow each other is up to the owner. */
    @Override
    public CompletionStage<Void> restore(StateRow row, KeptVersion kept) {
        return write(row, kept);
    }

    @Override
    public CompletionStage<Optional<StateRow>> read(ShardKey shard, String uri) {
        return reads.within(() -> stateReader.read(shard, uri));
    }

    @Override
    public CompletionStage<Optional<StateRow>> recover(ShardKey shard, long epoch, String uri) {
        return reads.within(() -> recoveries.run(
                () -> stateReader.stamped(shard, uri).thenCompose(found -> settled(shard, epoch, uri, found))));
    }

    private CompletionStage<Optional<StateRow>> settled(
            ShardKey shard, long epoch, String uri, Optional<StateReader.Stamped> found) {
        if (found.isEmpty() || settling.isSettled(shard, epoch, uri, found.get().stamp())) {
            return CompletableFuture.completedFuture(found.map(StateReader.Stamped::row));
        }
        StateRow row = found.get().row().withEpoch(epoch);
        return writes.within(() -> stateWriter.write(row, found.get().keptUntil(), row.headers()))
                .thenApply(written -> Optional.of(row));
    }

    @Override
    public CompletionStage<Void> purge(ShardKey shard, long epoch, String uri, long version) {
        return writes.within(() -> purges.purge(shard, epoch, uri, version));
    }

    @Override
    public CompletionStage<Void> raisePurged(ShardKey shard, long epoch, long version) {
        return writes.within(() -> purges.raise(shard, epoch, version));
    }

    @Override
    public CompletionStage<Long> purgedVersion(ShardKey shard) {
        return reads.within(() -> purges.version(shard));
    }

    @Override
    public CompletionStage<StatePage> scan(StateScan scan) {
        return reads.within(() -> scanner.scan(scan));
    }

    @Override
    public CompletionStage<ShardPage> rows(ShardKey shard, @Nullable String from, int rowsMax) {
        return reads.within(() -> stateReader.rows(shard, from, rowsMax));
    }

    @Override
    public CompletionStage<ChangePage> changes(ShardKey shard, long after, int rowsMax) {
        return reads.within(() -> stateReader.changes(shard, after, rowsMax));
    }

    @Override
    public CompletionStage<VersionPage> versions(ShardKey shard, String uri, long fromVersion, int rowsMax) {
        return reads.within(() -> versionReader.versions(shard, uri, fromVersion, rowsMax));
    }

    @Override
    public CompletionStage<VersionPage> log(ShardKey shard, long after, int rowsMax) {
        return reads.within(() -> versionReader.log(shard, after, rowsMax));
    }

    @Override
    public CompletionStage<Long> logEnd(ShardKey shard) {
        return reads.within(() -> versionReader.logEnd(shard));
    }

    @Override
    public CompletionStage<Void> append(List<EventRow> appended) {
        return writes.within(() -> events.append(appended));
    }

    @Override
    public CompletionStage<LogBounds> bounds(ShardKey shard, String entityId, long known) {
        return reads.within(() -> events.bounds(shard, entityId, known));
    }

    @Override
    public CompletionStage<LogBounds> recoverLog(ShardKey shard, long epoch, String entityId, long known) {
        return reads.within(() -> recoveries.run(() -> events.tail(shard, entityId, known)
                .thenCompose(tail -> settling.isSettled(shard, epoch, entityId, tail.stamp())
                                || tail.events().isEmpty()
                        ? CompletableFuture.completedFuture(tail.bounds())
                        : writes.within(() -> events.settle(tail, epoch)).thenApply(settled -> tail.bounds()))));
    }

    @Override
    public CompletionStage<EventPage> events(ShardKey shard, String entityId, long from, long to, int eventsMax) {
        return reads.within(() -> events.events(shard, entityId, from, to, eventsMax));
    }

    @Override
    public CompletionStage<Void> deleteEvents(ShardKey shard, long epoch, String entityId, long to) {
        return writes.within(() -> events.delete(shard, epoch, entityId, to));
    }

    @Override
    public CompletionStage<Void> save(SnapshotRow snapshot) {
        return writes.within(() -> snapshots.save(snapshot));
    }

    @Override
    public CompletionStage<Optional<SnapshotRow>> snapshot(ShardKey shard, String entityId, SnapshotChoice choice) {
        return reads.within(() -> snapshots.newest(shard, entityId, choice));
    }

    @Override
    public CompletionStage<Void> deleteSnapshots(ShardKey shard, long epoch, String entityId, SnapshotChoice choice) {
        return writes.within(() -> snapshots.delete(shard, epoch, entityId, choice));
    }

    @Override
    public CompletionStage<String> agree(String name, String value) {
        return writes.within(() -> agreements.agree(name, value));
    }

    @Override
    public CompletionStage<Optional<String>> agreed(String name) {
        return reads.within(() -> agreements.agreed(name));
    }

    @Override
    public Optional<String> writesBound() {
        return writes.reached();
    }

    @Override
    public CompletionStage<Void> probe(String who) {
        String value = UUID.randomUUID().toString();
        return writes.within(() -> cql.write(writeProbe.bind(who, value))
                .thenCompose(written -> cql.first(readProbe.bind(who), row -> row.getString("value")))
                .thenAccept(read -> {
                    if (read.isEmpty()) {
                        throw new StoreException(
                                StoreException.Kind.UNAVAILABLE, "What was written just now is not there");
                    }
                }));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        taker.close();
        try {
            session.forceCloseAsync().toCompletableFuture().get(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The session did not close in order", e);
        }
    }
}
