package dev.substrate.dht.internal.http;

import static dev.substrate.dht.internal.http.RecordResponses.quoted;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.substrate.dht.internal.watch.RecordWatches;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Watches over HTTP, as server-sent events, and the versions that are kept. */
final class WatchResponses {

    /** How long a connection may be silent, so that whoever is between does not take it for dead. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final ByteString HEARTBEAT_COMMENT = ByteString.fromString(":\n\n");
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int VERSIONS_DEFAULT = 100;
    private static final int VERSIONS_MAX = 1_000;

    private final RecordWatches watches;

    WatchResponses(RecordWatches watches) {
        this.watches = watches;
    }

    /** Watches one record: from where the client was, or the version that it names, or the newest one there is. */
    HttpResponse record(HttpRequest request, RecordId id) {
        Optional<String> from = lastEventId(request).or(() -> query(request).get("from"));
        return events(watches.record(id, number("from", from.orElse("0"))));
    }

    /** Watches all records of a type whose ids begin alike: from where the client was, or from now on. */
    HttpResponse all(HttpRequest request, Function<String, Place> place) {
        Query query = query(request);
        String scheme = query.get("type")
                .orElseThrow(() -> new InvalidNameException("A watch names the type of records: ?type=SCHEME"));
        return events(watches.all(
                place.apply(scheme),
                scheme,
                query.get("prefix").orElse(""),
                lastEventId(request).or(() -> query.get("resume")).orElse(null)));
    }

    /** Lists the versions of a record that are kept. */
    CompletionStage<HttpResponse> kept(HttpRequest request, RecordId id) {
        long from = number("from", query(request).get("from").orElse("1"));
        long limit = number("limit", query(request).get("limit").orElse(Integer.toString(VERSIONS_DEFAULT)));
        if (limit < 1 || limit > VERSIONS_MAX) {
            throw new InvalidNameException("limit is a number from 1 to " + VERSIONS_MAX);
        }
        return watches.kept(id, from, (int) limit)
                .thenApply(versions -> HttpResponse.create()
                        .withEntity(HttpEntities.create(
                                ContentTypes.APPLICATION_JSON,
                                versions.stream()
                                        .map(WatchResponses::data)
                                        .collect(Collectors.joining(",", "{\"versions\":[", "]}\n"))
                                        .getBytes(StandardCharsets.UTF_8))));
    }

    private static HttpResponse events(Source<RecordChange<Json>, ?> changes) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(
                        MediaTypes.TEXT_EVENT_STREAM.toContentType(),
                        changes.map(WatchResponses::event).keepAlive(HEARTBEAT, () -> HEARTBEAT_COMMENT)));
    }

    private static ByteString event(RecordChange<Json> change) {
        StringBuilder event = new StringBuilder();
        if (!change.resume().isEmpty()) {
            event.append("id: ").append(change.resume()).append('\n');
        }
        event.append("event: ").append(name(change)).append('\n');
        data(change).lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        return ByteString.fromString(event.append('\n').toString(), StandardCharsets.UTF_8);
    }

    private static String name(RecordChange<Json> change) {
        if (change instanceof RecordChange.Version<Json>) {
            return "version";
        }
        if (change instanceof RecordChange.Deletion<Json>) {
            return "deleted";
        }
        if (change instanceof RecordChange.Skipped<Json>) {
            return "skipped";
        }
        return change instanceof RecordChange.Ended<Json> ? "end" : "progress";
    }

    private static String data(RecordChange<Json> change) {
        if (change instanceof RecordChange.Version<Json> version) {
            return headers(version.record().headers()) + ",\"entity\":"
                    + version.record().value().text() + "}";
        }
        if (change instanceof RecordChange.Deletion<Json> deletion) {
            return headers(deletion.headers()) + ",\"deleted\":true}";
        }
        if (change instanceof RecordChange.Skipped<Json> skipped) {
            return "{\"uri\":" + quoted(skipped.id().uri().toString()) + ",\"from\":" + skipped.from() + ",\"to\":"
                    + skipped.to() + "}";
        }
        if (change instanceof RecordChange.Ended<Json> ended) {
            return "{\"reason\":\""
                    + ended.reason().name().toLowerCase(Locale.ROOT).replace('_', '-') + "\",\"explanation\":"
                    + quoted(ended.explanation()) + ",\"resume\":" + quoted(ended.resume()) + "}";
        }
        return "{}";
    }

    private static String headers(RecordHeaders headers) {
        return "{\"uri\":" + quoted(headers.id().uri().toString()) + ",\"version\":" + headers.version()
                + ",\"created\":\"" + headers.created() + "\",\"modified\":\"" + headers.modified() + "\",\"writer\":"
                + quoted(headers.writer())
                + ",\"requestId\":" + quoted(headers.requestId()) + ",\"typeVersion\":" + headers.typeVersion()
                + (headers.expires() == null ? "" : ",\"expires\":\"" + headers.expires() + '"');
    }

    private static Query query(HttpRequest request) {
        return request.getUri().query();
    }

    private static Optional<String> lastEventId(HttpRequest request) {
        return request.getHeader(LAST_EVENT_ID)
                .map(header -> header.value().strip())
                .filter(id -> !id.isEmpty());
    }

    private static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidNameException(name + " is a number");
        }
        throw new InvalidNameException(name + " is a number from 0 on");
    }
}
