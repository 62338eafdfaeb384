package dev.substrate.store.internal;

import static dev.substrate.store.internal.ScalaFutures.asScala;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.persistence.state.scaladsl.DurableStateUpdateStore;
import akka.persistence.state.scaladsl.GetObjectResult;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;

/**
 * The durable-state store of a node: plain {@code DurableStateBehavior}s use it and see nothing of epochs. They recover
 * through {@link #getObject}, which is for the owner of the entity alone.
 */
final class FencedDurableState implements DurableStateUpdateStore<Object> {

    private final FencedShards fences;
    private final Ownership ownership;
    private final StateFormats formats;
    private final PurgedVersions purged;
    private final Clock clock = Clock.systemUTC();

    FencedDurableState(ExtendedActorSystem system) {
        fences = FencedShards.get(system);
        ownership = Ownership.get(system);
        formats = new StateFormats(system);
        purged = new PurgedVersions(shard -> fences.store().purgedVersion(shard));
    }

    @Override
    public Future<GetObjectResult<Object>> getObject(String persistenceId) {
        EntityName name = EntityName.parse(persistenceId);
        return asScala(ownership
                .recover(name)
                .thenCompose(claim -> recover(name, claim)
                        .thenCompose(found -> aboveWhatWasPurged(name, claim, found))
                        .thenApply(found -> {
                            claim.recovered(new LogBounds(0, found.revision()));
                            return found;
                        })));
    }

    /** Lets an entity that is not there, and whose tombstone may have been purged, begin above it. */
    private CompletionStage<GetObjectResult<Object>> aboveWhatWasPurged(
            EntityName name, Claim claim, GetObjectResult<Object> found) {
        return found.value().isDefined()
                        || found.revision() > 0
                        || !formats.of(name.type()).purgesDeleted()
                ? CompletableFuture.completedFuture(found)
                : purged.of(claim.shard(), claim.epoch())
                        .thenApply(version -> new GetObjectResult<>(found.value(), version));
    }

    private CompletionStage<GetObjectResult<Object>> recover(EntityName name, Claim claim) {
        return StateReading.of(
                name.id(), fences.store().recover(claim.shard(), claim.epoch(), name.id()), formats.of(name.type()));
    }

    /** Reads a state for somebody else than its owner. */
    CompletionStage<GetObjectResult<Object>> read(EntityName name) {
        return StateReading.of(
                name.id(), fences.store().read(ownership.shardOf(name), name.id()), formats.of(name.type()));
    }

    @Override
    public Future<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
        EntityName name = EntityName.parse(persistenceId);
        StateFormat.Document document;
        try {
            document = formats.of(name.type()).write(name.id(), value);
        } catch (RuntimeException e) {
            return asScala(CompletableFuture.failedFuture(e));
        }
        return write(name, revision, document);
    }

    @Override
    @Deprecated
    public Future<Done> deleteObject(String persistenceId) {
        return asScala(CompletableFuture.failedFuture(new UnsupportedOperationException(
                "Nothing was written: a deletion without its revision would forget the versions of " + persistenceId)));
    }

    @Override
    public Future<Done> deleteObject(String persistenceId, long revision) {
        EntityName name = EntityName.parse(persistenceId);
        return formats.of(name.type()).purgesDeleted()
                ? purge(name, revision)
                : write(name, revision, new StateFormat.Document("", true, null, null, "{}", null));
    }

    private Future<Done> purge(EntityName name, long revision) {
        ShardKey shard = ownership.shardOf(name);
        return asScala(ownership
                .write(name, revision, revision, epoch -> {
                    purged.begin(shard, epoch, revision - 1);
                    return fences.store().purge(shard, epoch, name.id(), revision - 1);
                })
                .thenApply(forgotten -> Done.getInstance()));
    }

    private Future<Done> write(EntityName name, long revision, StateFormat.Document document) {
        long version = document.version() == 0 ? revision : document.version();
        if (version < revision) {
            return asScala(CompletableFuture.failedFuture(new IllegalStateException("Nothing was written: version "
                    + version + " of '" + name + "' does not follow on the one before " + revision)));
        }
        Instant now = clock.instant();
        int shard = ownership.shardOf(name).shard();
        return asScala(ownership
                .write(name, revision, revision, epoch -> {
                    StateRow row = new StateRow(
                            name.type(),
                            name.id(),
                            document.type(),
                            shard,
                            version,
                            epoch,
                            document.tombstone(),
                            orElse(document.created(), now),
                            orElse(document.modified(), now),
                            document.headers(),
                            document.entity());
                    return version == revision
                            ? fences.store().write(row, document.kept())
                            : fences.store().restore(row, document.kept());
                })
                .thenApply(written -> Done.getInstance()));
    }

    private static Instant orElse(@Nullable Instant given, Instant other) {
        return given == null ? other : given;
    }
}
