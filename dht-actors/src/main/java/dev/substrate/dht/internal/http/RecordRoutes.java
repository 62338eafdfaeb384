package dev.substrate.dht.internal.http;

import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.typesafe.config.Config;
import dev.substrate.dht.common.Fingerprint;
import dev.substrate.dht.common.RecordTypes;
import dev.substrate.dht.internal.client.DhtClient;
import dev.substrate.dht.internal.client.FloorTooLowException;
import dev.substrate.dht.internal.client.ForeignWrite;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.dht.internal.client.RecordScan;
import dev.substrate.dht.internal.client.ShardOwners;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.json.MergePatch;
import dev.substrate.http.Problem;
import dev.substrate.id.NodeId;
import dev.substrate.node.NodeInfo;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.InvalidQueryException;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Scope;
import dev.substrate.record.WriteOptions;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import scala.concurrent.duration.FiniteDuration;

/** Records over HTTP: what a request asks for, and who carries it out. */
public final class RecordRoutes extends AllDirectives {

    /** How much longer than the operation may take the server waits before it gives up by itself. */
    private static final Duration REQUEST_TIMEOUT_SPARE = Duration.ofSeconds(5);

    private static final int LIMIT_DEFAULT = 100;
    private static final Set<String> PATCH_TYPES = Set.of("application/merge-patch+json", "application/json");

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final DhtClient dht;
    private final RecordTypes types;
    private final NodeId self;
    private final ShardOwners owners;
    private final RecordScan scan;
    private final WatchResponses watches;
    private final EntityText entityText;
    private final long bodyBytesMax;
    private final Duration bodyTimeout;
    private final FiniteDuration requestTimeout;
    private final Executor executor;

    /** Takes the records of a node. */
    public RecordRoutes(ActorSystem<?> system) {
        this.system = system;
        RecordClients clients = RecordClients.get(system);
        this.cluster = Cluster.get(system);
        this.dht = clients.dht();
        this.types = clients.types();
        this.self = NodeInfo.of(system).id();
        this.owners = clients.shardOwners();
        this.scan = clients.scan();
        this.watches = new WatchResponses(clients.watches());
        this.entityText = new EntityText(
                clients.settings().entityBytesMax(), clients.settings().entityDepthMax());
        Config http = system.settings().config().getConfig("substrate.http");
        this.bodyBytesMax = http.getBytes("body-bytes-max");
        this.bodyTimeout = http.getDuration("body-timeout");
        this.requestTimeout = FiniteDuration.apply(
                bodyTimeout
                        .plus(longer(
                                clients.settings().requestDeadline(),
                                clients.settings().indexing().queryDeadline()))
                        .plus(REQUEST_TIMEOUT_SPARE)
                        .toMillis(),
                TimeUnit.MILLISECONDS);
        this.executor = clients.callbacks();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return pathPrefix(
                "records",
                () -> withRequestTimeout(
                        requestTimeout,
                        request -> RecordResponses.tooSlow(!request.method().equals(HttpMethods.GET)
                                && !request.method().equals(HttpMethods.HEAD)),
                        () -> extractRequest(request -> completeWithFuture(answer(request)))));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        CompletionStage<HttpResponse> response;
        try {
            response = dispatch(request);
        } catch (RuntimeException e) {
            response = CompletableFuture.failedFuture(e);
        }
        return response.exceptionallyCompose(RecordRoutes::refusal);
    }

    private CompletionStage<HttpResponse> dispatch(HttpRequest request) {
        Optional<RecordPath> path = RecordPath.parse(request.getHeader("Raw-Request-URI")
                .map(raw -> raw.value())
                .orElseGet(() -> request.getUri().toString()));
        HttpMethod method = request.method();
        if (path.isEmpty()) {
            return discarding(request, RecordRoutes::nowhere);
        }
        if (!cluster.selfMember().status().equals(MemberStatus.up())) {
            return discarding(request, RecordResponses::notReady);
        }
        if (path.get().record().isEmpty()) {
            if (!method.equals(HttpMethods.GET)) {
                return discarding(request, () -> notAllowed("GET"));
            }
            return path.get().part().equals(RecordPath.WATCH)
                    ? discarding(request, () -> watches.all(request, query -> place(request, query)))
                    : page(request);
        }
        RecordUri uri = path.get().record().get();
        if (path.get().part().equals("owner")) {
            return method.equals(HttpMethods.GET)
                    ? dht.locate(key(request, uri).idAt(self)).thenApply(RecordResponses::owner)
                    : discarding(request, () -> notAllowed("GET"));
        }
        if (path.get().part().equals(RecordPath.WATCH)) {
            return discarding(
                    request,
                    () -> method.equals(HttpMethods.GET)
                            ? watches.record(request, key(request, uri).idAt(self))
                            : notAllowed("GET"));
        }
        if (path.get().part().equals("versions")) {
            return method.equals(HttpMethods.GET)
                    ? watches.kept(request, key(request, uri).idAt(self))
                    : discarding(request, () -> notAllowed("GET"));
        }
        if (!path.get().part().isEmpty()) {
            return discarding(request, RecordRoutes::nowhere);
        }
        RecordKey<Json> key = key(request, uri);
        return one(request, key)
                .thenApply(response -> RecordResponses.withOwner(response, owners.elsewhere(key.idAt(self))));
    }

    private CompletionStage<HttpResponse> one(HttpRequest request, RecordKey<Json> key) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethods.GET)) {
            return read(request, key);
        }
        if (method.equals(HttpMethods.PUT)) {
            return put(request, key);
        }
        if (method.equals(HttpMethods.PATCH)) {
            return patch(request, key);
        }
        if (method.equals(HttpMethods.DELETE)) {
            ForeignWrite write = Preconditions.write(request);
            request.discardEntityBytes(system);
            return dht.write(key.idAt(self), null, write)
                    .thenApply(
                            Preconditions.wantsRepresentation(request)
                                    ? RecordResponses::represented
                                    : RecordResponses::deleted);
        }
        return discarding(request, () -> notAllowed("GET, HEAD, PUT, PATCH, DELETE"));
    }

    private RecordKey<Json> key(HttpRequest request, RecordUri uri) {
        return new RecordKey<>(RecordType.json(uri.scheme()), uri).in(place(request, uri.scheme()));
    }

    /** Returns where a name holds that a request mentions. */
    private Place place(HttpRequest request, String scheme) {
        Optional<String> scope = request.getUri().query().get("scope");
        if (scope.isEmpty()) {
            return Place.of(types.scope(scheme), self);
        }
        for (Scope one : Scope.values()) {
            if (one.name().equalsIgnoreCase(scope.get())) {
                return Place.of(one, self);
            }
        }
        try {
            return Place.parse(scope.get());
        } catch (InvalidNameException e) {
            throw new InvalidNameException(
                    "scope is 'global', 'region' or 'zone', or one of them by its number:" + " 'region-R', 'zone-R.Z'");
        }
    }

    private CompletionStage<HttpResponse> read(HttpRequest request, RecordKey<Json> key) {
        String consistency = request.getUri().query().get("consistency").orElse("linearizable");
        if (!consistency.equals("linearizable") && !consistency.equals("any")) {
            throw new InvalidNameException("consistency is 'linearizable' or 'any'");
        }
        RecordId id = key.idAt(self);
        return dht.version(id, consistency.equals("linearizable"))
                .thenApply(version -> version.present(id)
                        .map(present -> Preconditions.alreadyHas(request, present.version())
                                ? RecordResponses.notModified(present.version())
                                : RecordResponses.record(present))
                        .orElseGet(() -> RecordResponses.absent(key.uri(), version.headers(id))));
    }

    private CompletionStage<HttpResponse> put(HttpRequest request, RecordKey<Json> key) {
        ForeignWrite write = Preconditions.write(request);
        return withBody(
                request,
                entity -> dht.write(key.idAt(self), new Json(entity), write)
                        .thenApply(
                                Preconditions.wantsRepresentation(request)
                                        ? RecordResponses::represented
                                        : RecordResponses::written));
    }

    private CompletionStage<HttpResponse> patch(HttpRequest request, RecordKey<Json> key) {
        WriteOptions options = Preconditions.of(request);
        String type = request.entity().getContentType().mediaType().toString();
        if (!PATCH_TYPES.contains(type)) {
            return discarding(
                    request,
                    () -> Problem.of(
                                    415,
                                    "unsupported-media-type",
                                    "Unsupported Media Type",
                                    "Nothing was written: a patch is application/merge-patch+json, not " + type + ".")
                            .toResponse());
        }
        return withBody(request, body -> {
            Optional<EntityText.Fault> fault = entityText.check(body);
            if (fault.isPresent()) {
                return CompletableFuture.completedFuture(RecordResponses.unacceptable(fault.get()));
            }
            MergePatch patch = new MergePatch(body);
            return dht.update(
                            key,
                            current -> patch.applyTo(current == null ? null : current.value()),
                            options,
                            Fingerprint.of("patch", Fingerprint.conditions(options), body))
                    .thenApply(RecordResponses::written);
        });
    }

    private CompletionStage<HttpResponse> page(HttpRequest request) {
        Query query = request.getUri().query();
        String scheme = query.get("type")
                .orElseThrow(() -> new InvalidNameException("A scan names the type of records: ?type=SCHEME"));
        List<FieldCondition> conditions = QueryParameters.conditions(query);
        if (!conditions.isEmpty()) {
            return dht.query(new dev.substrate.record.Query<>(
                            RecordType.json(scheme),
                            place(request, scheme),
                            conditions,
                            query.get("prefix").orElse(""),
                            limit(query),
                            query.get("cursor").orElse(null),
                            QueryParameters.maxStaleness(query),
                            null))
                    .thenApply(RecordResponses::page);
        }
        return scan.page(
                        place(request, scheme),
                        scheme,
                        query.get("prefix").orElse(""),
                        limit(query),
                        query.get("cursor").orElse(null))
                .thenApply(RecordResponses::page);
    }

    private static int limit(Query query) {
        String given = query.get("limit").orElse(Integer.toString(LIMIT_DEFAULT));
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= RecordScan.ROWS_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new InvalidNameException("limit is a number from 1 to " + RecordScan.ROWS_MAX);
        }
        throw new InvalidNameException("limit is a number from 1 to " + RecordScan.ROWS_MAX);
    }

    /** Reads the body to its end, within a bound, before anything is decided by it; the rest is left to the callback pool. */
    private CompletionStage<HttpResponse> withBody(
            HttpRequest request, Function<String, CompletionStage<HttpResponse>> use) {
        return request.entity()
                .toStrict(bodyTimeout.toMillis(), bodyBytesMax, akka.stream.Materializer.matFromSystem(system))
                .thenComposeAsync(
                        strict -> {
                            ByteString body = strict.getData();
                            if (body.length() > entityText.bytesMax()) {
                                return CompletableFuture.completedFuture(RecordResponses.unacceptable(
                                        entityText.tooLarge(body.length()).orElseThrow()));
                            }
                            try {
                                return use.apply(StandardCharsets.UTF_8
                                        .newDecoder()
                                        .decode(body.asByteBuffer())
                                        .toString());
                            } catch (CharacterCodingException e) {
                                return CompletableFuture.completedFuture(
                                        RecordResponses.badRequest("not-an-entity", "The body is not UTF-8."));
                            }
                        },
                        executor);
    }

    /** Answers a request whose body does not matter. */
    private CompletionStage<HttpResponse> discarding(HttpRequest request, Supplier<HttpResponse> response) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(response.get());
    }

    /** Answers what is to be expected; what is not goes on to the handler of exceptions, which logs it. */
    private static CompletionStage<HttpResponse> refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InvalidNameException) {
            return CompletableFuture.completedFuture(
                    RecordResponses.badRequest("invalid-name", cause.getMessage() + "."));
        }
        if (cause instanceof InvalidQueryException) {
            return CompletableFuture.completedFuture(
                    RecordResponses.badRequest("invalid-query", cause.getMessage() + "."));
        }
        if (cause instanceof FloorTooLowException tooLow) {
            return CompletableFuture.completedFuture(RecordResponses.floorTooLow(tooLow));
        }
        if (cause instanceof Preconditions.BadHeaderException) {
            return CompletableFuture.completedFuture(
                    RecordResponses.badRequest("invalid-header", cause.getMessage() + "."));
        }
        return RecordResponses.failedRead(cause)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(cause));
    }

    private static HttpResponse nowhere() {
        return Problem.of(
                        404,
                        "no-such-resource",
                        "Not Found",
                        "There is nothing at this path; a record is at /api/v1/records/SCHEME/ID.")
                .toResponse();
    }

    private static HttpResponse notAllowed(String allowed) {
        return Problem.of(
                        405, "method-not-allowed", "Method Not Allowed", "Nothing was written. Allowed is: " + allowed)
                .toResponse()
                .addHeader(RawHeader.create("Allow", allowed));
    }
}
