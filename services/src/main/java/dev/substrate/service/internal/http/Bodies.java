package dev.substrate.service.internal.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.typesafe.config.Config;
import dev.substrate.record.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The bodies of requests: JSON, or nothing, within the bound of messages. */
final class Bodies {

    private static final String BOUND = "substrate.message.entity-bytes-max";

    private final JsonFactory json = new JsonFactory();
    private final ActorSystem<?> system;
    private final long bytesMax;
    private final long readMax;
    private final Duration timeout;
    private final Executor executor;

    Bodies(ActorSystem<?> system, long bytesMax, Executor executor) {
        this.system = system;
        this.bytesMax = bytesMax;
        this.executor = executor;
        Config http = system.settings().config().getConfig("substrate.http");
        readMax = http.getBytes("body-bytes-max");
        timeout = http.getDuration("body-timeout");
    }

    /** Reads a body to its end, and answers what is no entity; the rest is left to the callback pool. */
    CompletionStage<HttpResponse> with(
            HttpRequest request, Function<Optional<Json>, CompletionStage<HttpResponse>> use) {
        return request.entity()
                .toStrict(timeout.toMillis(), readMax, Materializer.matFromSystem(system))
                .thenComposeAsync(strict -> read(strict.getData(), use), executor);
    }

    private CompletionStage<HttpResponse> read(
            ByteString body, Function<Optional<Json>, CompletionStage<HttpResponse>> use) {
        if (body.length() > bytesMax) {
            return CompletableFuture.completedFuture(MessageResponses.tooLarge(BOUND, body.length(), bytesMax));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(body.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            return refused("the body is not UTF-8.");
        }
        if (text.isBlank()) {
            return use.apply(Optional.empty());
        }
        try (JsonParser parser = json.createParser(text)) {
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                return refused("the body is null; leave it out to send no entity.");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                return refused("the body is more than one JSON value.");
            }
        } catch (IOException e) {
            return refused("the body is not JSON.");
        }
        return use.apply(Optional.of(new Json(text)));
    }

    private static CompletionStage<HttpResponse> refused(String detail) {
        return CompletableFuture.completedFuture(MessageResponses.badRequest("not-an-entity", detail));
    }
}
