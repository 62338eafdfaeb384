package dev.substrate.http.internal;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.management.javadsl.ManagementRouteProvider;
import akka.management.javadsl.ManagementRouteProviderSettings;
import dev.substrate.http.Problem;
import dev.substrate.message.TransactionId;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.node.Modules;
import dev.substrate.node.NodeModule;
import dev.substrate.node.internal.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Substrate adds to the server of Akka Management: metrics, and the API with the parts of all modules. */
public final class NodeRoutes extends AllDirectives implements ManagementRouteProvider {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRoutes.class);
    private static final String BODY_BOUND = "substrate.http.body-bytes-max";
    private static final String TRANSACTION = "Substrate-Transaction-Id";
    private static final String OPENAPI = "/dev/substrate/http/openapi.yaml";

    private final ActorSystem<?> system;

    /** Made by Akka Management. */
    public NodeRoutes(ExtendedActorSystem classic) {
        system = Adapter.toTyped(classic);
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        // Made once: what stands in the lambdas below is made for each request.
        Route api = api();
        Route nowhere = nowhere();
        ExceptionHandler exceptions = exceptionHandler();
        RejectionHandler rejections = rejectionHandler();
        return concat(
                path("metrics", () -> get(this::metrics)),
                pathPrefix(
                        "api",
                        () -> transaction(() -> handleExceptions(
                                exceptions,
                                () -> handleRejections(
                                        rejections, () -> concat(pathPrefix("v1", () -> api), nowhere))))));
    }

    /** Every answer names the transaction: the one that the request names, or else a new one, which what is below finds in the request. */
    private Route transaction(Supplier<Route> inner) {
        return extractRequest(request -> {
            String text = request.getHeader(TRANSACTION)
                    .map(HttpHeader::value)
                    .orElseGet(() -> UUID.randomUUID().toString());
            HttpHeader header = RawHeader.create(TRANSACTION, text);
            if (!TransactionId.isOne(text)) {
                return complete(Problem.of(
                        400,
                        "malformed-request",
                        "Bad Request",
                        "Nothing was done: the header " + TRANSACTION + " has 1 to " + TransactionId.CHARS_MAX
                                + " characters of A-Z a-z 0-9 . _ : -"));
            }
            return mapRequest(
                    any -> any.removeHeader(TRANSACTION).addHeader(header),
                    () -> mapResponse(
                            response ->
                                    response.getHeader(TRANSACTION).isPresent() ? response : response.addHeader(header),
                            inner));
        });
    }

    private Route api() {
        List<Route> parts = new ArrayList<>();
        parts.add(path("status", () -> get(this::status)));
        parts.add(new MemberRoutes(system).routes());
        parts.add(path(
                "openapi.yaml",
                () -> get(() -> complete(HttpResponse.create()
                        .withEntity(HttpEntities.create(ContentTypes.parse("application/yaml"), openApi()))))));
        for (NodeModule module : Modules.of(system)) {
            module.routes(system).ifPresent(parts::add);
        }
        return concat(parts.remove(0), parts.toArray(Route[]::new));
    }

    private Route metrics() {
        return complete(HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8"),
                        NodeMeters.get(system).scrape().getBytes(StandardCharsets.UTF_8))));
    }

    private Route status() {
        return complete(HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        StatusDocument.of(system, Readiness.get(system).last()))));
    }

    private Route nowhere() {
        return complete(Problem.of(
                        404, "no-such-resource", "Not Found", "There is nothing at this path. See /api/v1/openapi.yaml")
                .toResponse());
    }

    private static RejectionHandler rejectionHandler() {
        return RejectionHandler.defaultHandler()
                .mapRejectionResponse(response ->
                        response.entity().getContentType().toString().contains("problem+json")
                                ? response
                                : Problem.of(
                                                response.status().intValue(),
                                                "refused",
                                                response.status().reason(),
                                                "Nothing was written. "
                                                        + response.status().defaultMessage()
                                                        + " See /api/v1/openapi.yaml")
                                        .toResponse()
                                        .addHeaders(response.getHeaders()));
    }

    private static ExceptionHandler exceptionHandler() {
        return ExceptionHandler.newBuilder()
                .match(EntityStreamSizeException.class, e -> tooLarge())
                // What toStrict makes of the exception above; it is also what a broken chunk becomes.
                .match(
                        EntityStreamException.class,
                        e -> e.info().summary().equals("Request too large") ? tooLarge() : brokenBody(e))
                .match(
                        TimeoutException.class,
                        e -> complete(Problem.of(
                                408,
                                "slow-body",
                                "Request Timeout",
                                "Nothing was written: the body did not arrive in time.")))
                .matchAny(NodeRoutes::unexpected)
                .build();
    }

    private static Route tooLarge() {
        return complete(Problem.of(
                        413,
                        "too-large",
                        "Content Too Large",
                        "Nothing was written: the body is larger than " + BODY_BOUND + " allows.")
                .with("bound", BODY_BOUND));
    }

    private static Route brokenBody(EntityStreamException broken) {
        return complete(Problem.of(
                400,
                "malformed-request",
                "Bad Request",
                "Nothing was written: the body broke off. " + broken.info().summary()));
    }

    private static Route complete(Problem problem) {
        return Directives.complete(problem.toResponse());
    }

    private static Route unexpected(Throwable failure) {
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}: a request failed", incident, failure);
        return complete(Problem.of(
                500,
                "internal-error",
                "Internal Server Error",
                "The node failed while it answered; it is not known whether anything was written. Incident " + incident
                        + " is in its log."));
    }

    private static byte[] openApi() {
        try (InputStream document = NodeRoutes.class.getResourceAsStream(OPENAPI)) {
            if (document == null) {
                throw new IllegalStateException(OPENAPI + " is missing from the class path");
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
