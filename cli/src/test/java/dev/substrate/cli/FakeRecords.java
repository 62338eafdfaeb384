package dev.substrate.cli;

import com.sun.net.httpserver.HttpExchange;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.dht.seed.SeedContent;
import dev.substrate.dht.seed.SeedMode;
import dev.substrate.record.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of a cluster of fake nodes, with the rules of the API: versions, preconditions, request ids. */
public final class FakeRecords {

    /** What a node answers. */
    public record Answer(int status, long version, String body, Map<String, String> headers) {
        Answer(int status, long version, String body) {
            this(status, version, body, Map.of());
        }
    }

    private record Stored(long version, String entity) {}

    private static final String ROOT = "/api/v1/records/";

    private final Map<String, Stored> records = new TreeMap<>();
    private final Map<String, Long> tombstones = new HashMap<>();
    private final Map<String, Answer> answered = new HashMap<>();

    /** Returns the entity of a record, or null. In a scope, its name is like {@code region-3/p:a}. */
    public synchronized @Nullable String entity(String uri) {
        Stored stored = records.get(uri);
        return stored == null ? null : stored.entity();
    }

    /** Returns the version of a record, or 0: how often it was written. */
    public synchronized long version(String uri) {
        Stored stored = records.get(uri);
        return stored == null ? 0 : stored.version();
    }

    public synchronized void set(String uri, String entity) {
        records.put(uri, new Stored(version(uri) + 1, entity));
    }

    static Answer problem(int status, String type, String detail) {
        return new Answer(
                status,
                -1,
                new JsonObject()
                        .with("type", "https://substrate.dev/problems/" + type)
                        .with("title", type)
                        .with("status", status)
                        .with("detail", detail)
                        .toString());
    }

    synchronized Answer answer(HttpExchange exchange, byte[] body) {
        URI target = exchange.getRequestURI();
        if (!target.getRawPath().startsWith(ROOT)) {
            return target.getRawPath().equals("/api/v1/records") ? page() : problem(404, "not-found", "No such page");
        }
        String scope = target.getQuery() != null && target.getQuery().contains("scope=")
                ? target.getQuery().replaceAll(".*scope=", "") + "/"
                : "";
        String uri = scope + target.getPath().substring(ROOT.length()).replaceFirst("/", ":");
        if (exchange.getRequestMethod().equals("HEAD")) {
            return head(uri);
        }
        if (exchange.getRequestMethod().equals("GET")) {
            Stored stored = records.get(uri);
            return stored == null ? absent(uri) : new Answer(200, stored.version(), stored.entity());
        }
        String requestId = String.valueOf(exchange.getRequestHeaders().getFirst("Substrate-Request-Id"));
        return answered.computeIfAbsent(
                requestId, id -> write(exchange, uri, new String(body, StandardCharsets.UTF_8)));
    }

    private Answer write(HttpExchange exchange, String uri, String body) {
        Stored stored = records.get(uri);
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        boolean ifAbsent = exchange.getRequestHeaders().containsKey("If-None-Match");
        if ((ifAbsent && stored != null) || (ifMatch != null && !ifMatch.equals("\"" + version(uri) + "\""))) {
            Answer conflict = problem(412, "version-conflict", "It has version " + version(uri));
            return new Answer(412, stored == null ? -1 : stored.version(), conflict.body());
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            return stored == null ? absent(uri) : delete(uri);
        }
        if (body.contains("\"refuse\"")) {
            return problem(413, "too-large", "record-bytes-max is 4");
        }
        boolean merges = exchange.getRequestMethod().equals("PATCH");
        set(uri, merges ? merged(stored, body) : body);
        return new Answer(
                stored == null ? 201 : 200,
                version(uri),
                new JsonObject()
                        .with("uri", uri)
                        .with("version", version(uri))
                        .with("modified", "2026-01-01T00:00:00Z")
                        .with("created", stored == null)
                        .with("repeated", false)
                        .toString());
    }

    private static String merged(@Nullable Stored stored, String patch) {
        return new SeedContent(SeedMode.MERGE, new Json(patch))
                .applyTo(stored == null ? null : new Json(stored.entity()))
                .text();
    }

    private Answer delete(String uri) {
        tombstones.put(uri, version(uri) + 1);
        records.remove(uri);
        return new Answer(204, tombstones.get(uri), "");
    }

    private Answer head(String uri) {
        Stored stored = records.get(uri);
        if (stored == null && !tombstones.containsKey(uri)) {
            return absent(uri);
        }
        return new Answer(
                stored == null ? 404 : 200,
                stored == null ? tombstones.get(uri) : stored.version(),
                "",
                Map.of(
                        "Substrate-Id", uri.replace(" ", "%20").replace("é", "%C3%A9"),
                        "Substrate-Type", uri.replaceAll(".*/|:.*", ""),
                        "Substrate-Type-Version", "1",
                        "Substrate-Created", "2026-01-01T00:00:00Z",
                        "Substrate-Modified", "2026-01-01T00:00:01Z",
                        "Substrate-Tombstone", Boolean.toString(stored == null),
                        "Substrate-Writer", "n1",
                        "Substrate-Request-Id", "r1"));
    }

    private Answer page() {
        StringBuilder page = new StringBuilder("{\"records\":[");
        records.forEach((uri, stored) -> page.append(page.charAt(page.length() - 1) == '[' ? "" : ",")
                .append(new JsonObject()
                        .with("uri", uri)
                        .with("version", stored.version())
                        .with("modified", "2026-01-01T00:00:00Z")
                        .raw("entity", stored.entity())));
        return new Answer(200, -1, page.append("]}").toString());
    }

    private static Answer absent(String uri) {
        return problem(404, "not-found", "There is no record '" + uri + "'");
    }
}
