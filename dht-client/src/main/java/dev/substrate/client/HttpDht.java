package dev.substrate.client;

import dev.substrate.dht.common.Batch;
import dev.substrate.dht.common.EntityCodec;
import dev.substrate.dht.common.Fingerprint;
import dev.substrate.dht.common.Outcomes;
import dev.substrate.dht.common.RecordTypes;
import dev.substrate.dht.common.RequestIds;
import dev.substrate.dht.common.TimeLeft;
import dev.substrate.dht.common.UpdateLoop;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.RequestId;
import dev.substrate.record.Scope;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The record store as a program sees it that is no member of the cluster. */
final class HttpDht implements Dht {

    private final ClientSettings settings;
    private final Machinery machinery;
    private final EntityCodec codec = new EntityCodec();
    private final RecordTypes types = new RecordTypes(scheme -> Scope.GLOBAL);
    private final RequestIds requestIds = new RequestIds();
    private final VersionHints hints = new VersionHints(ClientSettings.VERSION_HINTS_MAX);
    private final UpdateLoop.Pace pace = new UpdateLoop.Pace(
            ClientSettings.UPDATE_ATTEMPTS_MAX,
            ClientSettings.UPDATE_BACKOFF_MIN,
            ClientSettings.UPDATE_BACKOFF_MAX,
            () -> ThreadLocalRandom.current().nextDouble());

    HttpDht(ClientSettings settings, Machinery machinery) {
        this.settings = settings;
        this.machinery = machinery;
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        return read(idOf(key), ReadCall.Kind.CONFIRMED, settings.deadline())
                .thenApply(found -> found.record().map(record -> codec.decode(key, record)));
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        RecordId id = idOf(key);
        long seen = hints.of(id);
        return read(id, ReadCall.Kind.ANY, settings.deadline())
                // Nobody is shown less than what was acknowledged to him, though another node may know less.
                .thenCompose(found -> found.version() < seen
                        ? read(id, ReadCall.Kind.CONFIRMED, settings.deadline())
                        : CompletableFuture.completedFuture(found))
                .thenApply(found -> found.record().map(record -> codec.decode(key, record)));
    }

    @Override
    public CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
        return read(idOf(key), ReadCall.Kind.HEADERS, settings.deadline()).thenApply(ReadCall.Found::headers);
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

    private static void requireBatch(int keys) {
        if (keys > ClientSettings.BATCH_KEYS_MAX) {
            throw new IllegalArgumentException(
                    "Nothing was read or written: " + keys + " records are more than a client reads or writes at once ("
                            + ClientSettings.BATCH_KEYS_MAX + ")");
        }
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        return put(key, value, codec.encode(value), options);
    }

    private <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, Json entity, WriteOptions options) {
        return write(idOf(key), entity, typeVersion(key), options)
                .thenApply(outcome -> Outcomes.of(outcome, key, value, codec));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
        return write(idOf(key), null, 0, options).thenApply(outcome -> Outcomes.of(outcome, key, null, codec));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        RecordId id = idOf(key);
        @Nullable RequestId given = options.requestId();
        String fingerprint = Fingerprint.of("update", Fingerprint.conditions(options), "");
        TimeLeft time = new TimeLeft(deadline(options), machinery::nanoTime);
        UpdateLoop<T> loop = new UpdateLoop<>(
                key,
                updater,
                options,
                codec,
                (version, entity) -> submit(
                        id,
                        new WriteAttempt(
                                given == null ? requestIds.next() : given.value(),
                                entity,
                                typeVersion(key),
                                options.timeToLive(),
                                Condition.Always.ALWAYS,
                                new WriteAttempt.Update(fingerprint, version)),
                        time.left()),
                pace,
                time,
                machinery::later,
                machinery.callbacks());
        return given == null
                ? read(id, ReadCall.Kind.CONFIRMED, deadline(options))
                        .thenComposeAsync(
                                current -> loop.start(
                                        current.version(), current.record().orElse(null)),
                                machinery.callbacks())
                        .exceptionallyCompose(Batch::damaged)
                : recall(id, given, fingerprint, deadline(options))
                        .thenComposeAsync(
                                known -> known instanceof WriteOutcome.Conflict<Json> notWritten
                                        ? loop.start(notWritten.currentVersion(), notWritten.current())
                                        : CompletableFuture.completedFuture(Outcomes.withValue(known, null)),
                                machinery.callbacks());
    }

    /**
     * Asks whether a request was written before: the condition of an update that was must not be checked again. A conflict says that
     * it was not, and brings the record.
     */
    private CompletableFuture<WriteOutcome<Json>> recall(
            RecordId id, RequestId request, String fingerprint, Duration deadline) {
        return submit(
                id,
                new WriteAttempt(
                        request.value(),
                        new Json("0"),
                        0,
                        null,
                        Condition.Always.ALWAYS,
                        new WriteAttempt.Update(fingerprint, WriteAttempt.NEVER_REACHED)),
                deadline);
    }

    @Override
    public <T> Watch watch(RecordKey<T> key, long fromVersion, RecordListener<T> listener) {
        RecordId id = idOf(key);
        return listen(key.type(), id.place(), Request.part(id, "/watch") + "&from=" + fromVersion, null, listener);
    }

    @Override
    public <T> Watch watch(
            RecordType<T> type,
            @Nullable Place place,
            String idPrefix,
            @Nullable String resume,
            RecordListener<T> listener) {
        types.require(type);
        Place where = place == null ? SubstrateClient.placeOf(type.scope(), settings.zone()) : place;
        return listen(type, where, Request.watch(where, type.scheme(), idPrefix), resume, listener);
    }

    @Override
    public <T> CompletionStage<QueryPage<T>> query(Query<T> query) {
        RecordType<T> type = query.type();
        types.require(type);
        @Nullable Place given = query.place();
        @Nullable Duration deadline = query.deadline();
        return machinery
                .submit(new QueryCall(
                        query,
                        given == null ? SubstrateClient.placeOf(type.scope(), settings.zone()) : given,
                        deadline == null ? settings.deadline() : deadline))
                .thenApply(page -> new QueryPage<>(
                        page.records().stream()
                                .map(record -> codec.decode(new RecordKey<>(type, record.uri()), record))
                                .toList(),
                        page.cursor()));
    }

    private <T> Watch listen(
            RecordType<T> type, Place place, String target, @Nullable String resume, RecordListener<T> listener) {
        machinery.requireOpen();
        ListenerQueue<T> queue = new ListenerQueue<>(type, codec, listener, machinery::callBack);
        EventStream stream = new EventStream(target, place, resume == null ? "" : resume, queue, machinery, settings);
        queue.onClose(stream::abandon);
        machinery.add(stream);
        stream.open();
        return stream;
    }

    private CompletableFuture<ReadCall.Found> read(RecordId id, ReadCall.Kind kind, Duration deadline) {
        return machinery.submit(new ReadCall(id, kind, deadline)).whenComplete((found, failure) -> {
            if (failure == null) {
                hints.see(id, found.version());
            }
        });
    }

    private CompletableFuture<WriteOutcome<Json>> write(
            RecordId id, @Nullable Json entity, int typeVersion, WriteOptions options) {
        @Nullable RequestId given = options.requestId();
        return submit(
                id,
                new WriteAttempt(
                        given == null ? requestIds.next() : given.value(),
                        entity,
                        typeVersion,
                        options.timeToLive(),
                        options.condition(),
                        null),
                deadline(options));
    }

    private CompletableFuture<WriteOutcome<Json>> submit(RecordId id, WriteAttempt attempt, Duration deadline) {
        @Nullable Json entity = attempt.entity();
        if (entity != null && isTooLarge(entity.text())) {
            return CompletableFuture.completedFuture(new WriteOutcome.Unacceptable<>(
                    id.uri(),
                    "substrate.http.body-bytes-max",
                    "the entity has more than " + ClientSettings.ENTITY_BYTES_MAX + " bytes of UTF-8."));
        }
        return machinery
                .submit(new WriteCall(id, attempt, hints.of(id), deadline))
                .whenComplete((outcome, failure) -> {
                    if (outcome instanceof WriteOutcome.Written<Json> written) {
                        hints.see(id, written.version());
                    } else if (outcome instanceof WriteOutcome.Conflict<Json> conflict) {
                        hints.see(id, conflict.currentVersion());
                    }
                });
    }

    private static boolean isTooLarge(String entity) {
        // A char takes at most three bytes: only what may be too large is encoded to be measured.
        return entity.length() > ClientSettings.ENTITY_BYTES_MAX / 3
                && (entity.length() > ClientSettings.ENTITY_BYTES_MAX
                        || entity.getBytes(StandardCharsets.UTF_8).length > ClientSettings.ENTITY_BYTES_MAX);
    }

    private Duration deadline(WriteOptions options) {
        @Nullable Duration given = options.deadline();
        return given == null ? settings.deadline() : given;
    }

    private <T> RecordId idOf(RecordKey<T> key) {
        types.require(key.type());
        @Nullable Place place = key.place();
        return new RecordId(place == null ? SubstrateClient.placeOf(key.scope(), settings.zone()) : place, key.uri());
    }

    /** Text is passed on as it is, in whatever version. */
    private static int typeVersion(RecordKey<?> key) {
        return key.type().entityClass() == Json.class ? 0 : key.type().version();
    }
}
