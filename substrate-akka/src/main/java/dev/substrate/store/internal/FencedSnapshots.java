package dev.substrate.store.internal;

import static dev.substrate.store.internal.ScalaFutures.asScala;

import akka.actor.ExtendedActorSystem;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import com.typesafe.config.Config;
import dev.substrate.fence.FencedShards;
import dev.substrate.store.SnapshotChoice;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import scala.concurrent.Future;

/** The snapshot store of a node, beside {@link FencedJournal}. */
public final class FencedSnapshots extends SnapshotStore {

    private final FencedShards fences;
    private final Ownership ownership;
    private final SnapshotFormat format;
    private final Executor executor;

    /** Made by Akka, from {@code substrate.snapshot-store}. */
    public FencedSnapshots(Config config) {
        fences = FencedShards.get(context().system());
        ownership = Ownership.get(context().system());
        format = new SnapshotFormat((ExtendedActorSystem) context().system());
        executor = context().dispatcher();
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        EntityName name = EntityName.parse(persistenceId);
        SnapshotChoice choice = choice(criteria);
        return asScala(ownership
                .recover(name)
                .thenCompose(claim -> fences.store().snapshot(claim.shard(), name.id(), choice))
                .thenApplyAsync(found -> found.map(row -> format.read(name, row)), executor));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        EntityName name = EntityName.parse(metadata.persistenceId());
        SnapshotFormat.Document document;
        try {
            document = format.write(metadata, snapshot);
        } catch (RuntimeException e) {
            return asScala(CompletableFuture.failedFuture(e));
        }
        int shard = ownership.shardOf(name).shard();
        return asScala(ownership.fenced(name, epoch -> fences.store().save(document.row(name, shard, epoch))));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        boolean anyTime = metadata.timestamp() == 0;
        long sequence = metadata.sequenceNr();
        Instant taken = Instant.ofEpochMilli(metadata.timestamp());
        return delete(
                metadata.persistenceId(),
                new SnapshotChoice(sequence, sequence, anyTime ? Instant.MIN : taken, anyTime ? Instant.MAX : taken));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return delete(persistenceId, choice(criteria));
    }

    private Future<Void> delete(String persistenceId, SnapshotChoice choice) {
        EntityName name = EntityName.parse(persistenceId);
        return asScala(ownership.fenced(
                name, epoch -> fences.store().deleteSnapshots(ownership.shardOf(name), epoch, name.id(), choice)));
    }

    private static SnapshotChoice choice(SnapshotSelectionCriteria criteria) {
        return new SnapshotChoice(
                criteria.minSequenceNr(),
                criteria.maxSequenceNr(),
                criteria.minTimestamp() <= 0 ? Instant.MIN : Instant.ofEpochMilli(criteria.minTimestamp()),
                criteria.maxTimestamp() == Long.MAX_VALUE
                        ? Instant.MAX
                        : Instant.ofEpochMilli(criteria.maxTimestamp()));
    }
}
