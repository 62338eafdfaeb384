package dev.substrate.store.internal;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.japi.Util;
import akka.persistence.state.scaladsl.DurableStateUpdateStore;
import akka.persistence.state.scaladsl.GetObjectResult;
import com.typesafe.config.Config;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.reflect.ClassTag$;

/**
 * The durable-state store of a node: plain {@code DurableStateBehavior}s use it and see nothing of epochs. Their
 * persistence ids are {@code entityType|entityId}, of a sharded entity type.
 */
final class FencedDurableState implements DurableStateUpdateStore<Object> {

    private final FencedShards fences;
    private final Map<String, StateFormat<Object>> formats = new HashMap<>();
    private final StateFormat<Object> otherFormat;
    private final Clock clock = Clock.systemUTC();

    FencedDurableState(ExtendedActorSystem system) {
        fences = FencedShards.get(system);
        otherFormat = new AkkaSerializationFormat(system);
        Config named = system.settings().config().getConfig("substrate.state-formats");
        named.root().keySet().forEach(type -> formats.put(type, format(system, named.getString('"' + type + '"'))));
    }

    @Override
    public Future<GetObjectResult<Object>> getObject(String persistenceId) {
        EntityName name = EntityName.parse(persistenceId);
        return asScala(StateReading.of(
                name.id(), fences.store().read(fences.shardOf(name.type(), name.id()), name.id()), formatOf(name)));
    }

    @Override
    public Future<Done> upsertObject(String persistenceId, long revision, Object value, String tag) {
        EntityName name = EntityName.parse(persistenceId);
        return write(name, revision, formatOf(name).write(name.id(), value));
    }

    @Override
    @Deprecated
    public Future<Done> deleteObject(String persistenceId) {
        return asScala(CompletableFuture.failedFuture(new UnsupportedOperationException(
                "Nothing was written: a deletion without its revision would forget the versions of " + persistenceId)));
    }

    @Override
    public Future<Done> deleteObject(String persistenceId, long revision) {
        return write(
                EntityName.parse(persistenceId), revision, new StateFormat.Document("", true, null, null, "{}", null));
    }

    private Future<Done> write(EntityName name, long revision, StateFormat.Document document) {
        ShardKey shard = fences.shardOf(name.type(), name.id());
        Instant now = clock.instant();
        StateRow row = new StateRow(
                name.type(),
                name.id(),
                document.type(),
                shard.shard(),
                revision,
                fences.epoch(shard),
                document.tombstone(),
                orElse(document.created(), now),
                orElse(document.modified(), now),
                document.headers(),
                document.entity());
        return asScala(fences.fenced(shard, row.epoch(), () -> fences.store().write(row))
                .thenApply(written -> Done.getInstance()));
    }

    private StateFormat<Object> formatOf(EntityName name) {
        return formats.getOrDefault(name.type(), otherFormat);
    }

    private static Instant orElse(@Nullable Instant given, Instant other) {
        return given == null ? other : given;
    }

    /** Converts without the detour over the common pool that Scala's own converters take. */
    private static <T> Future<T> asScala(CompletionStage<T> stage) {
        Promise<T> promise = Promise$.MODULE$.apply();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                promise.success(value);
            } else {
                promise.failure(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
        return promise.future();
    }

    @SuppressWarnings("unchecked") // the format named for an entity type is the one for the class of its state
    private static StateFormat<Object> format(ExtendedActorSystem system, String className) {
        var tag = ClassTag$.MODULE$.<StateFormat<?>>apply(StateFormat.class);
        var withSystem = List.of(Tuple2.<Class<?>, Object>apply(ExtendedActorSystem.class, system));
        return (StateFormat<Object>) system.dynamicAccess()
                .createInstanceFor(className, Util.immutableSeq(List.of()), tag)
                .getOrElse(() -> system.dynamicAccess()
                        .createInstanceFor(className, Util.immutableSeq(withSystem), tag)
                        .get());
    }
}
