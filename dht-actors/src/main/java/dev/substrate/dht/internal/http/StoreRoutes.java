package dev.substrate.dht.internal.http;

import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.dht.internal.transfer.StoreExport;
import dev.substrate.dht.internal.transfer.StoreImport;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.FencedShards;
import dev.substrate.http.Problem;
import dev.substrate.record.InvalidNameException;
import dev.substrate.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

/** The whole store over HTTP, as lines of JSON: out of it page by page, and into it batch by batch. */
public final class StoreRoutes extends AllDirectives {

    private static final Duration REQUEST_TIMEOUT_SPARE = Duration.ofSeconds(5);
    private static final String STORE_ID = "store-id";
    private static final String LINES_BOUND = "substrate.record.batch-keys-max";
    private static final ContentType LINES = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "x-ndjson", HttpCharsets.UTF_8, Map.of(), false));

    private final ObjectMapper json = new ObjectMapper();
    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final FencedShards fences;
    private final StoreExport export;
    private final StoreImport restores;
    private final int linesMax;
    private final long bodyBytesMax;
    private final Duration bodyTimeout;
    private final FiniteDuration requestTimeout;
    private final Executor executor;

    /** Takes the records of a node. */
    public StoreRoutes(ActorSystem<?> system) {
        this.system = system;
        RecordClients clients = RecordClients.get(system);
        RecordSettings settings = clients.settings();
        this.fences = FencedShards.get(system);
        this.cluster = Cluster.get(system);
        this.export = new StoreExport(fences, settings.localScanPageRows(), settings.scanPageBytesMax());
        this.restores = new StoreImport(
                fences, clients.dht(), new EntityText(settings.entityBytesMax(), settings.entityDepthMax()));
        this.linesMax = settings.batchKeysMax();
        Config http = system.settings().config().getConfig("substrate.http");
        this.bodyBytesMax = http.getBytes("body-bytes-max");
        this.bodyTimeout = http.getDuration("body-timeout");
        this.requestTimeout = FiniteDuration.apply(
                bodyTimeout
                        .plus(settings.requestDeadline())
                        .plus(REQUEST_TIMEOUT_SPARE)
                        .toMillis(),
                TimeUnit.MILLISECONDS);
        this.executor = clients.callbacks();
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return pathPrefix(
                "store",
                () -> withRequestTimeout(
                        requestTimeout,
                        request -> RecordResponses.tooSlow(request.method().equals(HttpMethods.POST)),
                        () -> concat(
                                pathEndOrSingleSlash(() -> get(() -> answering(request -> store()))),
                                path(
                                        "records",
                                        () -> concat(
                                                get(() -> answering(this::page)),
                                                post(() -> answering(request -> withBody(request, this::restore))))),
                                path(
                                        "purged",
                                        () -> post(() -> answering(request -> withBody(request, this::beginAbove)))))));
    }

    private Route answering(Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
        return extractRequest(request -> completeWithFuture(answer(request, answer)));
    }

    private CompletionStage<HttpResponse> answer(
            HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
        if (!cluster.selfMember().status().equals(MemberStatus.up())) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(RecordResponses.notReady());
        }
        CompletionStage<HttpResponse> response;
        try {
            response = answer.apply(request);
        } catch (InvalidNameException e) {
            response = CompletableFuture.failedFuture(e);
        }
        return response.exceptionallyCompose(StoreRoutes::refusal);
    }

    /** Its id is made when somebody asks for it first, and is the store's for good. */
    private CompletionStage<HttpResponse> store() {
        return fences.store()
                .agree(STORE_ID, UUID.randomUUID().toString())
                .thenApply(id -> HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.APPLICATION_JSON,
                                (json.createObjectNode().put("id", id).put("shards", fences.numberOfShards()) + "\n")
                                        .getBytes(StandardCharsets.UTF_8))));
    }

    private CompletionStage<HttpResponse> page(HttpRequest request) {
        var query = request.getUri().query();
        return export.page(
                        query.get("cursor").orElse(null),
                        limit(query.get("limit").orElse("" + StoreExport.LINES_MAX)))
                .thenApply(this::page);
    }

    private static int limit(String given) {
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= StoreExport.LINES_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new InvalidNameException("limit is a number from 1 to " + StoreExport.LINES_MAX);
        }
        throw new InvalidNameException("limit is a number from 1 to " + StoreExport.LINES_MAX);
    }

    /** The last line tells how to go on; so a page that was cut off on its way is found out. */
    private HttpResponse page(StoreExport.Page page) {
        StringBuilder lines = new StringBuilder();
        page.lines().forEach(line -> lines.append(line.text()).append('\n'));
        for (StoreExport.Damaged damaged : page.damaged()) {
            ObjectNode line = json.createObjectNode();
            line.putObject("damaged").put("id", damaged.id()).put("reason", damaged.reason());
            lines.append(line).append('\n');
        }
        ObjectNode last = json.createObjectNode();
        ObjectNode what = last.putObject("page")
                .put("lines", page.lines().size())
                .put("purged", page.purged())
                .put("shardsDone", page.shardsDone())
                .put("shards", page.shards());
        @Nullable String cursor = page.cursor();
        if (cursor != null) {
            what.put("cursor", cursor);
        }
        return lines(lines.append(last).append('\n').toString());
    }

    private CompletionStage<HttpResponse> restore(byte[] body) {
        List<byte[]> lines = StoreImport.lines(body);
        if (lines.size() > linesMax) {
            return CompletableFuture.completedFuture(Problem.of(
                            413,
                            "too-large",
                            "Content Too Large",
                            "Nothing was written: " + lines.size() + " lines are more than " + LINES_BOUND + " allows ("
                                    + linesMax + ").")
                    .with("bound", LINES_BOUND)
                    .toResponse());
        }
        List<CompletableFuture<StoreImport.Result>> results = new ArrayList<>();
        lines.forEach(line -> results.add(restores.restore(line).toCompletableFuture()));
        return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    StringBuilder answer = new StringBuilder();
                    results.forEach(result -> answer.append(line(result.join())).append('\n'));
                    return lines(answer.toString());
                });
    }

    private ObjectNode line(StoreImport.Result result) {
        ObjectNode line =
                json.createObjectNode().put("outcome", result.outcome()).put("version", result.version());
        @Nullable String reason = result.reason();
        if (reason != null) {
            line.put("reason", reason);
        }
        return line;
    }

    private CompletionStage<HttpResponse> beginAbove(byte[] body) {
        long version;
        try {
            JsonNode given = json.readTree(body).path("version");
            version = given.canConvertToLong() && given.isIntegralNumber() ? given.asLong() : -1;
        } catch (IOException e) {
            version = -1;
        }
        return version < 0 || version > Restoration.VERSION_MAX
                ? CompletableFuture.completedFuture(RecordResponses.badRequest(
                        "malformed-request",
                        "The body is {\"version\": N}, with N from 0 to " + Restoration.VERSION_MAX + "."))
                : restores.beginAbove(version)
                        .thenApply(shards -> HttpResponse.create()
                                .withEntity(HttpEntities.create(
                                        ContentTypes.APPLICATION_JSON,
                                        ("{\"shards\":" + shards + "}\n").getBytes(StandardCharsets.UTF_8))));
    }

    private CompletionStage<HttpResponse> withBody(
            HttpRequest request, Function<byte[], CompletionStage<HttpResponse>> use) {
        return request.entity()
                .toStrict(bodyTimeout.toMillis(), bodyBytesMax, Materializer.matFromSystem(system))
                .thenComposeAsync(strict -> use.apply(bytes(strict.getData())), executor);
    }

    private static byte[] bytes(ByteString body) {
        return body.toArray();
    }

    private static HttpResponse lines(String text) {
        return HttpResponse.create().withEntity(HttpEntities.create(LINES, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static CompletionStage<HttpResponse> refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InvalidNameException) {
            return CompletableFuture.completedFuture(
                    RecordResponses.badRequest("malformed-request", cause.getMessage() + "."));
        }
        if (cause instanceof FenceLostException
                || (cause instanceof StoreException store && store.kind() == StoreException.Kind.UNKNOWN)) {
            return CompletableFuture.completedFuture(Problem.of(
                            503,
                            "unavailable",
                            "Service Unavailable",
                            "It is not known whether all of it was done: " + cause.getMessage() + ". Repeat it.")
                    .toResponse());
        }
        return RecordResponses.failedRead(cause)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(cause));
    }
}
