package dev.substrate.dht.internal.client;

import akka.NotUsed;
import akka.actor.typed.Scheduler;
import akka.stream.javadsl.Source;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.substrate.dht.common.Batch;
import dev.substrate.dht.common.EntityCodec;
import dev.substrate.dht.common.Fingerprint;
import dev.substrate.dht.common.Outcomes;
import dev.substrate.dht.common.RecordTypes;
import dev.substrate.dht.common.RequestIds;
import dev.substrate.dht.common.TimeLeft;
import dev.substrate.dht.common.UpdateLoop;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.cache.OwnWrite;
import dev.substrate.dht.internal.cache.RecordCache;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.entity.RecordEntity.Owner;
import dev.substrate.dht.internal.entity.RecordEntity.Restored;
import dev.substrate.dht.internal.entity.RecordEntity.Tidying;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.index.RecordQueries;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import dev.substrate.id.NodeId;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.RequestId;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContextExecutor;

/** The record store as a program on this node sees it. */
public final class DhtClient implements Dht {

    private final NodeId self;
    private final RecordTypes types;
    private final RecordSettings settings;
    private final RecordCalls calls;
    private final WatchRunner watches;
    private final RecordQueries queries;
    private final Scheduler scheduler;
    private final ExecutionContextExecutor executor;
    private final EntityText entityText;
    private final EntityCodec codec = new EntityCodec();
    private final RequestIds requestIds = new RequestIds();
    private final UpdateLoop.Pace pace;

    /** Versions that records were seen at: a floor for the next unconditional write. */
    private final Cache<RecordId, Long> versionHints;

    private final RecordCache cache;
    private final AnyReads anyReads;
    private final Timer reads;
    private final Timer writes;

    DhtClient(
            NodeId self,
            RecordTypes types,
            RecordSettings settings,
            RecordCalls calls,
            WatchRunner watches,
            RecordQueries queries,
            RecordCache cache,
            Scheduler scheduler,
            ExecutionContextExecutor executor,
            MeterRegistry meters) {
        this.self = self;
        this.types = types;
        this.settings = settings;
        this.calls = calls;
        this.watches = watches;
        this.queries = queries;
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
        this.cache = cache;
        this.anyReads = new AnyReads(
                cache,
                this::read,
                id -> {
                    Long seen = versionHints.getIfPresent(id);
                    return seen == null ? 0 : seen;
                },
                settings.requestDeadline(),
                settings.caching().stalenessMax());
        this.reads = timer("read", meters);
        this.writes = timer("write", meters);
        meters.gauge("substrate.record.calls.under.way", calls, RecordCalls::underWay);
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        return get(key, true);
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        return get(key, false);
    }

    private <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key, boolean confirmed) {
        RecordId id = idOf(key);
        return version(id, confirmed)
                .thenApply(current -> current.present(id).map(record -> codec.decode(key, record)));
    }

    @Override
    public <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> getAll(Collection<RecordKey<T>> keys) {
        requireBatch(keys.size());
        return Batch.read(keys, this::get);
    }

    @Override
    public <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(
            Map<RecordKey<T>, T> values, WriteOptions options) {
        requireBatch(values.size());
        // All of them before the first is sent, so that one that cannot be written keeps the others from it.
        Map<RecordKey<T>, Json> entities = new LinkedHashMap<>();
        values.forEach((key, value) -> entities.put(key, codec.encode(value)));
        Map<RecordKey<T>, CompletionStage<WriteOutcome<T>>> writes = new LinkedHashMap<>();
        entities.forEach((key, entity) -> writes.put(key, put(key, values.get(key), entity, options)));
        return Batch.all(writes);
    }

    private void requireBatch(int keys) {
        if (keys > settings.batchKeysMax()) {
            throw new IllegalArgumentException("Nothing was read or written: " + keys
                    + " records are more than substrate.record.batch-keys-max allows at once ("
                    + settings.batchKeysMax()
                    + ")");
        }
    }

    @Override
    public CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
        RecordId id = idOf(key);
        return read(id, true, settings.requestDeadline()).thenApply(current -> current.headers(id));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        return put(key, value, codec.encode(value), options);
    }

    private <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, Json entity, WriteOptions options) {
        return write(
                        idOf(key),
                        new Content(entity.text(), typeVersion(key), options.timeToLive(), false),
                        Fingerprint.of("put", Fingerprint.conditions(options), entity.text()),
                        options)
                .thenApply(outcome -> Outcomes.of(outcome, key, value, codec));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
        return write(idOf(key), null, Fingerprint.of("delete", Fingerprint.conditions(options), ""), options)
                .thenApply(outcome -> Outcomes.of(outcome, key, null, codec));
    }

    /**
     * Writes or deletes a record for another process. Fails with {@link FloorTooLowException} if the write has a floor that is too
     * low.
     *
     * @param entity what to write; null to delete
     */
    public CompletionStage<WriteOutcome<Json>> write(RecordId id, @Nullable Json entity, ForeignWrite write) {
        WriteOptions options = write.options();
        ForeignWrite.@Nullable UpdateAttempt update = write.update();
        @Nullable RequestId given = options.requestId();
        Condition condition = options.condition();
        long expected = condition instanceof Condition.AtVersion at ? at.version() : 0;
        @Nullable Long hint = versionHints.getIfPresent(id);
        long floor = hint == null ? 0 : hint;
        if (write.floor() != null) {
            floor = write.floor();
        } else if (update != null) {
            floor = update.version();
        }
        return submit(
                id,
                new WriteRequest(
                        given == null ? requestIds.next() : given.value(),
                        update == null
                                ? Fingerprint.of(
                                        entity == null ? "delete" : "put",
                                        Fingerprint.conditions(options),
                                        entity == null ? "" : entity.text())
                                : update.fingerprint(),
                        issued(given),
                        update == null ? kind(condition) : WriteRequest.Condition.AT_VERSION,
                        update == null ? expected : update.version(),
                        floor,
                        entity == null
                                ? null
                                : new Content(
                                        entity.text(), write.typeVersion(), options.timeToLive(), update != null)),
                write.floor() != null,
                deadline(options));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        return update(key, updater, options, Fingerprint.of("update", Fingerprint.conditions(options), ""));
    }

    /**
     * Updates a record for a caller that can name what it asks for.
     *
     * @param fingerprint tells this update from others under the same request id
     */
    public <T> CompletionStage<WriteOutcome<T>> update(
            RecordKey<T> key, Updater<T> updater, WriteOptions options, String fingerprint) {
        RecordId id = idOf(key);
        @Nullable RequestId given = options.requestId();
        TimeLeft time = new TimeLeft(deadline(options), System::nanoTime);
        UpdateLoop<T> loop = new UpdateLoop<>(
                key,
                updater,
                options,
                codec,
                (version, entity) -> submit(
                        id,
                        new WriteRequest(
                                given == null ? requestIds.next() : given.value(),
                                fingerprint,
                                issued(given),
                                WriteRequest.Condition.AT_VERSION,
                                version,
                                version,
                                new Content(entity.text(), typeVersion(key), options.timeToLive(), true)),
                        time.left()),
                pace,
                time,
                (pause, task) -> scheduler.scheduleOnce(pause, task, executor),
                executor);
        return given == null
                ? read(id, true, deadline(options))
                        .thenComposeAsync(
                                current -> loop.start(
                                        current.version(), current.present(id).orElse(null)),
                                executor)
                        .exceptionallyCompose(Batch::damaged)
                : recall(id, given, fingerprint, deadline(options))
                        .thenComposeAsync(
                                known -> known instanceof WriteOutcome.Conflict<Json> notWritten
                                        ? loop.start(notWritten.currentVersion(), notWritten.current())
                                        : CompletableFuture.completedFuture(Outcomes.withValue(known, null)),
                                executor);
    }

    @Override
    public <T> Watch watch(RecordKey<T> key, long fromVersion, RecordListener<T> listener) {
        return watches.run(changes(key, fromVersion), listener);
    }

    @Override
    public <T> Watch watch(
            RecordType<T> type,
            @Nullable Place place,
            String idPrefix,
            @Nullable String resume,
            RecordListener<T> listener) {
        return watches.run(changes(type, place, idPrefix, resume), listener);
    }

    @Override
    public <T> CompletionStage<QueryPage<T>> query(Query<T> query) {
        types.require(query.type());
        Place given = query.place();
        Place place = given == null ? Place.of(query.type().scope(), self) : given;
        Set<String> indexes = new TreeSet<>(settings.indexes(query.type().scheme()));
        indexes.addAll(types.indexes(query.type()));
        return queries.page(query, indexes, place)
                .thenApply(page -> new QueryPage<>(
                        page.records().stream()
                                .map(record -> decode(query.type(), record))
                                .toList(),
                        page.cursor()));
    }

    /** Shows the versions of a record, see {@link Dht#watch(RecordKey, long, RecordListener)}. */
    public <T> Source<RecordChange<T>, NotUsed> changes(RecordKey<T> key, long fromVersion) {
        return watches.all().record(idOf(key), fromVersion).map(change -> decoded(key.type(), change));
    }

    /** Shows the versions of many records, see {@link Dht#watch(RecordType, Place, String, String, RecordListener)}. */
    public <T> Source<RecordChange<T>, NotUsed> changes(
            RecordType<T> type, @Nullable Place place, String idPrefix, @Nullable String resume) {
        types.require(type);
        return watches.all()
                .all(place == null ? Place.of(type.scope(), self) : place, type.scheme(), idPrefix, resume)
                .map(change -> decoded(type, change));
    }

    private <T> RecordChange<T> decoded(RecordType<T> type, RecordChange<Json> change) {
        if (change instanceof RecordChange.Version<Json> version) {
            return new RecordChange.Version<>(decode(type, version.record()), version.resume());
        }
        if (change instanceof RecordChange.Deletion<Json> deletion) {
            return new RecordChange.Deletion<>(deletion.headers(), deletion.resume());
        }
        if (change instanceof RecordChange.Skipped<Json> skipped) {
            return new RecordChange.Skipped<>(skipped.id(), skipped.from(), skipped.to(), skipped.resume());
        }
        if (change instanceof RecordChange.Ended<Json> ended) {
            return new RecordChange.Ended<>(ended.reason(), ended.explanation(), ended.resume());
        }
        return new RecordChange.Progress<>(change.resume());
    }

    /**
     * Asks whether a request was written before: the condition of an update that was must not be checked again. A conflict says that
     * it was not, and brings the record.
     */
    private CompletableFuture<WriteOutcome<Json>> recall(
            RecordId record, RequestId request, String fingerprint, Duration deadline) {
        return submit(
                record,
                new WriteRequest(
                        request.value(),
                        fingerprint,
                        issued(request),
                        WriteRequest.Condition.AT_VERSION,
                        WriteRequest.NEVER_REACHED,
                        WriteRequest.NEVER_REACHED,
                        new Content("0", 0, null, true)),
                deadline);
    }

    /** Finds the node that owns a record. */
    public CompletionStage<Owner> locate(RecordId id) {
        return calls.submit(new LocateCall(id, settings.requestDeadline()));
    }

    /**
     * Reads a record as it is, be it deleted or was it never written.
     *
     * @param confirmed as {@link #get} does, and not as {@link #getAny}
     */
    public CompletionStage<RecordVersion> version(RecordId id, boolean confirmed) {
        return confirmed ? read(id, true, settings.requestDeadline()) : anyReads.read(id);
    }

    /** Has a record deleted if its time has come, or its tombstone purged if nobody can miss it any more. */
    public CompletionStage<Tidying> tidy(RecordId id) {
        return calls.submit(new TidyCall(id, settings.requestDeadline()));
    }

    /**
     * Puts back a version that another store had, unless the record has come as far here. To be repeated if it fails; it fails with
     * {@link RecordDamagedException} if that is of no use.
     */
    public CompletionStage<Restored> restore(RecordId id, Restoration version) {
        return calls.submit(new RestoreCall(id, version, settings.requestDeadline()));
    }

    /** Reads a record as its class, as {@link #get} does. */
    <T> Versioned<T> decode(RecordType<T> type, Versioned<Json> record) {
        return codec.decode(new RecordKey<>(type, record.uri()), record);
    }

    /** Reads a record that need not exist, to see whether its owner answers. */
    public CompletionStage<Boolean> answers(RecordId id, Duration deadline) {
        return read(id, true, deadline).handle((current, failure) -> failure == null);
    }

    private CompletableFuture<RecordVersion> read(RecordId id, boolean confirmed, Duration deadline) {
        long started = System.nanoTime();
        return calls.submit(new ReadCall(id, confirmed, deadline)).whenComplete((current, failure) -> {
            reads.record(Duration.ofNanos(System.nanoTime() - started));
            if (failure == null) {
                seen(id, current.version());
            }
        });
    }

    /**
     * Remembers what version a record has reached, for writes that give none, and for reads that may be old. Looks first: what is
     * read over and over is known already, and a look costs less.
     */
    private void seen(RecordId id, long version) {
        @Nullable Long known = versionHints.getIfPresent(id);
        if (version > 0 && (known == null || known != version)) {
            versionHints.put(id, version);
            cache.reached(id.toString(), version);
        }
    }

    private CompletableFuture<WriteOutcome<Json>> write(
            RecordId id, @Nullable Content content, String fingerprint, WriteOptions options) {
        @Nullable RequestId given = options.requestId();
        Condition condition = options.condition();
        long expected = condition instanceof Condition.AtVersion at ? at.version() : 0;
        @Nullable Long hint = versionHints.getIfPresent(id);
        return submit(
                id,
                new WriteRequest(
                        given == null ? requestIds.next() : given.value(),
                        fingerprint,
                        issued(given),
                        kind(condition),
                        expected,
                        hint == null ? 0 : hint,
                        content),
                deadline(options));
    }

    private CompletableFuture<WriteOutcome<Json>> submit(RecordId id, WriteRequest request, Duration deadline) {
        return submit(id, request, false, deadline);
    }

    private CompletableFuture<WriteOutcome<Json>> submit(
            RecordId id, WriteRequest request, boolean floorIsFixed, Duration deadline) {
        @Nullable Content content = request.content();
        Optional<EntityText.Fault> fault = content == null ? Optional.empty() : entityText.check(content.entity());
        if (fault.isPresent()) {
            return CompletableFuture.completedFuture(new WriteOutcome.Unacceptable<>(
                    id.uri(), fault.get().bound(), fault.get().reason()));
        }
        long started = System.nanoTime();
        WriteCall call = new WriteCall(id, request, floorIsFixed, deadline, cache.holds(id.toString()));
        return calls.submit(call).whenComplete((outcome, failure) -> {
            writes.record(Duration.ofNanos(System.nanoTime() - started));
            if (outcome instanceof WriteOutcome.Written<Json> written) {
                cache.written(
                        id.toString(), new OwnWrite(request, written.version(), written.modified(), call.writer()));
                seen(id, written.version());
            } else if (outcome instanceof WriteOutcome.Conflict<Json> conflict) {
                seen(id, conflict.currentVersion());
            } else if (outcome == null || outcome instanceof WriteOutcome.Unknown) {
                cache.forget(id.toString());
            }
        });
    }

    private Duration deadline(WriteOptions options) {
        @Nullable Duration given = options.deadline();
        return given == null ? settings.requestDeadline() : given;
    }

    private <T> RecordId idOf(RecordKey<T> key) {
        types.require(key.type());
        return key.idAt(self);
    }

    /** Text is passed on as it is, in whatever version. */
    private static int typeVersion(RecordKey<?> key) {
        return key.type().entityClass() == Json.class ? 0 : key.type().version();
    }

    private static @Nullable Instant issued(@Nullable RequestId given) {
        return given == null ? null : given.issued().orElse(null);
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
