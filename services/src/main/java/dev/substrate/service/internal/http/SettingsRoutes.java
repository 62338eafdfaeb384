package dev.substrate.service.internal.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.substrate.http.Problem;
import dev.substrate.record.OutcomeUnknownException;
import dev.substrate.service.ServiceSettings.Change;
import dev.substrate.service.internal.settings.LiveSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import scala.concurrent.duration.FiniteDuration;

/** The settings of services: to look at, with who changed them, and to change. */
public final class SettingsRoutes extends AllDirectives {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, Optional<LiveSettings>> settings;
    private final long bodyBytesMax;
    private final FiniteDuration bodyTimeout;

    /** @param settings returns those of a service that this node carries */
    public SettingsRoutes(ActorSystem<?> system, Function<String, Optional<LiveSettings>> settings) {
        this.settings = settings;
        Config http = system.settings().config().getConfig("substrate.http");
        bodyBytesMax = http.getBytes("body-bytes-max");
        bodyTimeout = FiniteDuration.apply(http.getDuration("body-timeout").toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return path(
                PathMatchers.segment("services").slash(PathMatchers.segment()).slash("settings"),
                service -> settings.apply(service)
                        .map(found -> concat(
                                get(() -> completeWithFuture(answer(found, found.view()))),
                                patch(() -> parameterOptional("by", by -> changing(found, by)))))
                        .orElseGet(() -> complete(Problem.of(
                                        404,
                                        "no-such-service",
                                        "Not Found",
                                        "This node does not carry the service '" + service
                                                + "'. See /api/v1/services, and ask a node that does")
                                .toResponse())));
    }

    private Route changing(LiveSettings found, Optional<String> by) {
        if (by.filter(text -> !text.isBlank()).isEmpty()) {
            return complete(malformed("Nothing was changed: say who does, with ?by="));
        }
        return withSizeLimit(
                bodyBytesMax,
                () -> extractStrictEntity(
                        bodyTimeout,
                        entity -> completeWithFuture(
                                change(found, entity.getData().toArray(), by.get()))));
    }

    private CompletionStage<HttpResponse> change(LiveSettings found, byte[] body, String by) {
        try {
            return answer(found, found.patch(read(body), by));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(malformed(e.getMessage()));
        }
    }

    /** Reads a merge patch: texts, and null for a default. */
    private static Map<String, Optional<String>> read(byte[] body) {
        JsonNode patch;
        try {
            patch = JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("Nothing was changed: the body is no JSON", e);
        }
        if (patch == null || !patch.isObject()) {
            throw new IllegalArgumentException("Nothing was changed: the body is no JSON object");
        }
        Map<String, Optional<String>> wanted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            if (!member.getValue().isValueNode()) {
                throw new IllegalArgumentException(
                        "Nothing was changed: the value of '" + member.getKey() + "' is no text");
            }
            wanted.put(
                    member.getKey(),
                    member.getValue().isNull()
                            ? Optional.empty()
                            : Optional.of(member.getValue().asText()));
        }
        return wanted;
    }

    private static CompletionStage<HttpResponse> answer(LiveSettings found, CompletionStage<LiveSettings.View> view) {
        return view.thenApply(shown -> {
                    ObjectNode document = JSON.createObjectNode();
                    ObjectNode values = document.putObject("settings");
                    new TreeMap<>(shown.settings()).forEach(values::put);
                    ObjectNode defaults = document.putObject("defaults");
                    new TreeMap<>(found.defaults()).forEach(defaults::put);
                    ArrayNode log = document.putArray("changes");
                    for (Change change : shown.changes()) {
                        log.addObject()
                                .put("at", change.at().toString())
                                .put("by", change.by())
                                .put("setting", change.setting())
                                .put("from", change.from())
                                .put("to", change.to());
                    }
                    return HttpResponse.create()
                            .withStatus(StatusCodes.OK)
                            .withEntity(HttpEntities.create(
                                    ContentTypes.APPLICATION_JSON, (document + "\n").getBytes(StandardCharsets.UTF_8)));
                })
                .exceptionally(SettingsRoutes::refusal);
    }

    private static HttpResponse refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof OutcomeUnknownException
                ? Problem.of(504, "outcome-unknown", "Outcome Unknown", String.valueOf(cause.getMessage()))
                        .toResponse()
                : Problem.of(503, "unavailable", "Unavailable", String.valueOf(cause.getMessage()))
                        .toResponse();
    }

    private static HttpResponse malformed(String detail) {
        return Problem.of(400, "malformed-request", "Bad Request", detail).toResponse();
    }
}
