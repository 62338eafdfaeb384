package dev.substrate.dht.internal.client;

import akka.actor.typed.Scheduler;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.entity.RecordEntity.Current;
import dev.substrate.dht.internal.entity.RecordEntity.Owner;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContextExecutor;

/** The record store as a program on this node sees it. */
public final class DhtClient implements Dht {

    private final RecordSettings settings;
    private final RecordCalls calls;
    private final Scheduler scheduler;
    private final ExecutionContextExecutor executor;
    private final EntityText entityText;
    private final EntityCodec codec = new EntityCodec();
    private final RequestIds requestIds = new RequestIds();
    private final UpdateLoop.Pace pace;

    /** Versions that records were seen at: a floor for the next unconditional write. */
    private final Cache<RecordUri, Long> versionHints;

    private final Timer reads;
    private final Timer writes;

    DhtClient(
            RecordSettings settings,
            RecordCalls calls,
            Scheduler scheduler,
            ExecutionContextExecutor executor,
            MeterRegistry meters) {
        this.settings = settings;
        this.calls = calls;
        this.scheduler = scheduler;
        this.executor = executor;
        this.entityText = new EntityText(settings.entityBytesMax(), settings.entityDepthMax());
        this.pace = new UpdateLoop.Pace(
                settings.updateAttemptsMax(),
                settings.updateBackoffMin(),
                settings.updateBackoffMax(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.versionHints = Caffeine.newBuilder()
                .maximumSize(settings.versionHintsMax())
                .executor(executor)
                .build();
        this.reads = timer("read", meters);
        this.writes = timer("write", meters);
        meters.gauge("substrate.record.calls.under.way", calls, RecordCalls::underWay);
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        return read(key.uri(), true, settings.requestDeadline())
                .thenApply(current -> present(key.uri(), current).map(record -> codec.decode(key, record)));
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        return read(key.uri(), false, settings.requestDeadline())
                .thenApply(current -> present(key.uri(), current).map(record -> codec.decode(key, record)));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        Json entity = codec.encode(value);
        return write(
                        key.uri(),
                        entity,
                        Fingerprint.of("put", options.condition().toString(), entity.text()),
                        options)
                .thenApply(outcome -> Outcomes.of(outcome, key, value, codec));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
        return write(
                        key.uri(),
                        null,
                        Fingerprint.of("delete", options.condition().toString(), ""),
                        options)
                .thenApply(outcome -> Outcomes.of(outcome, key, null, codec));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        return update(
                key,
                updater,
                options,
                Fingerprint.of("update", options.condition().toString(), ""));
    }

    /**
     * Updates a record for a caller that can name what it asks for.
     *
     * @param fingerprint tells this update from others under the same request id
     */
    public <T> CompletionStage<WriteOutcome<T>> update(
            RecordKey<T> key, Updater<T> updater, WriteOptions options, String fingerprint) {
        @Nullable RequestId given = options.requestId();
        TimeLeft time = new TimeLeft(deadline(options), System::nanoTime);
        UpdateLoop<T> loop = new UpdateLoop<>(
                key,
                updater,
                options,
                codec,
                (version, entity) -> submit(
                        key.uri(),
                        new WriteRequest(
                                given == null ? requestIds.next() : given.value(),
                                fingerprint,
                                WriteRequest.Condition.AT_VERSION,
                                version,
                                version,
                                entity.text()),
                        time.left()),
                pace,
                time,
                scheduler,
                executor);
        return given == null
                ? read(key.uri(), true, deadline(options))
                        .thenComposeAsync(
                                current -> loop.start(
                                        current.version(),
                                        present(key.uri(), current).orElse(null)),
                                executor)
                        .exceptionallyCompose(DhtClient::damaged)
                : recall(key.uri(), given, fingerprint, deadline(options))
                        .thenComposeAsync(
                                known -> known instanceof WriteOutcome.Conflict<Json> notWritten
                                        ? loop.start(notWritten.currentVersion(), notWritten.current())
                                        : CompletableFuture.completedFuture(Outcomes.withValue(known, null)),
                                executor);
    }

    /** Makes of the damage that the read of an update met what a write makes of it. */
    private static <T> CompletionStage<WriteOutcome<T>> damaged(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RecordDamagedException damage
                ? CompletableFuture.completedFuture(new WriteOutcome.Damaged<>(damage.uri(), damage.reason()))
                : CompletableFuture.failedFuture(failure);
    }

    /**
     * Asks whether a request was written before: the condition of an update that was must not be checked again. A conflict says that
     * it was not, and brings the record.
     */
    private CompletableFuture<WriteOutcome<Json>> recall(
            RecordUri uri, RequestId id, String fingerprint, Duration deadline) {
        return submit(
                uri,
                new WriteRequest(
                        id.value(),
                        fingerprint,
                        WriteRequest.Condition.AT_VERSION,
                        WriteRequest.NEVER_REACHED,
                        WriteRequest.NEVER_REACHED,
                        "0"),
                deadline);
    }

    /** Finds the node that owns a record. */
    public CompletionStage<Owner> locate(RecordUri uri) {
        return calls.submit(new LocateCall(uri, settings.requestDeadline()));
    }

    /** Reads a record that need not exist, to see whether its owner answers. */
    public CompletionStage<Boolean> answers(RecordUri uri, Duration deadline) {
        return read(uri, true, deadline).handle((current, failure) -> failure == null);
    }

    private CompletableFuture<Current> read(RecordUri uri, boolean confirmed, Duration deadline) {
        long started = System.nanoTime();
        return calls.submit(new ReadCall(uri, confirmed, deadline)).whenComplete((current, failure) -> {
            reads.record(Duration.ofNanos(System.nanoTime() - started));
            if (failure == null && current.version() > 0) {
                versionHints.put(uri, current.version());
            }
        });
    }

    private CompletableFuture<WriteOutcome<Json>> write(
            RecordUri uri, @Nullable Json entity, String fingerprint, WriteOptions options) {
        @Nullable RequestId given = options.requestId();
        Condition condition = options.condition();
        long expected = condition instanceof Condition.AtVersion at ? at.version() : 0;
        @Nullable Long hint = versionHints.getIfPresent(uri);
        return submit(
                uri,
                new WriteRequest(
                        given == null ? requestIds.next() : given.value(),
                        fingerprint,
                        kind(condition),
                        expected,
                        hint == null ? 0 : hint,
                        entity == null ? null : entity.text()),
                deadline(options));
    }

    private CompletableFuture<WriteOutcome<Json>> submit(RecordUri uri, WriteRequest request, Duration deadline) {
        String entity = request.entity();
        Optional<EntityText.Fault> fault = entity == null ? Optional.empty() : entityText.check(entity);
        if (fault.isPresent()) {
            return CompletableFuture.completedFuture(new WriteOutcome.Unacceptable<>(
                    uri, fault.get().bound(), fault.get().reason()));
        }
        long started = System.nanoTime();
        return calls.submit(new WriteCall(uri, request, deadline)).whenComplete((outcome, failure) -> {
            writes.record(Duration.ofNanos(System.nanoTime() - started));
            if (outcome instanceof WriteOutcome.Written<Json> written) {
                versionHints.put(uri, written.version());
            } else if (outcome instanceof WriteOutcome.Conflict<Json> conflict && conflict.currentVersion() > 0) {
                versionHints.put(uri, conflict.currentVersion());
            }
        });
    }

    private Duration deadline(WriteOptions options) {
        @Nullable Duration given = options.deadline();
        return given == null ? settings.requestDeadline() : given;
    }

    private static Optional<Versioned<Json>> present(RecordUri uri, Current current) {
        String entity = current.entity();
        return entity == null
                ? Optional.empty()
                : Optional.of(new Versioned<>(
                        uri, new Json(entity), current.version(), current.created(), current.modified()));
    }

    private static WriteRequest.Condition kind(Condition condition) {
        if (condition instanceof Condition.AtVersion) {
            return WriteRequest.Condition.AT_VERSION;
        }
        if (condition == Condition.Present.PRESENT) {
            return WriteRequest.Condition.PRESENT;
        }
        return condition == Condition.Absent.ABSENT ? WriteRequest.Condition.ABSENT : WriteRequest.Condition.ALWAYS;
    }

    private static Timer timer(String operation, MeterRegistry meters) {
        return Timer.builder("substrate.record.calls")
                .description("Operations from call to outcome")
                .tag("operation", operation)
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }
}
