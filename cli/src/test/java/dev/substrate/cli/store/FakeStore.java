package dev.substrate.cli.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A node in name only, whose store is a map of lines by record. */
final class FakeStore implements AutoCloseable {

    private static final int PAGE_LINES = 3;

    /** Looks at a request; returns the HTTP status to refuse it with, or 200. */
    interface Look {
        int at(String method, String path, int number) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String id;
    private final TreeMap<String, String> lines = new TreeMap<>();
    private final TreeMap<String, String> damaged = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private volatile Look look = (method, path, number) -> 200;
    private volatile String outcomeOfAll = "";
    private long purged;

    FakeStore(String id) throws IOException {
        this.id = id;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return Endpoint.local(server.getAddress().getPort()).toString();
    }

    static String line(String id, long version, String entity) {
        return "{\"id\":" + JsonObject.quoted(id) + ",\"version\":" + version + ",\"tombstone\":" + entity.isEmpty()
                + (entity.isEmpty() ? "" : ",\"entity\":" + entity) + "}";
    }

    synchronized FakeStore with(String record, long version, String entity) {
        lines.put(record, line(record, version, entity));
        return this;
    }

    synchronized FakeStore withDamaged(String record, String reason) {
        damaged.put(record, reason);
        return this;
    }

    synchronized FakeStore withPurged(long version) {
        purged = version;
        return this;
    }

    FakeStore looking(Look how) {
        look = how;
        return this;
    }

    /** Answers each line with this outcome from now on, and does nothing. */
    FakeStore answering(String outcome) {
        outcomeOfAll = outcome;
        return this;
    }

    /** Returns the checksums of its lines. */
    synchronized Map<String, String> lines() {
        Map<String, String> checksums = new TreeMap<>();
        lines.forEach((record, line) -> checksums.put(record, Checksum.of(line.getBytes(StandardCharsets.UTF_8))));
        return checksums;
    }

    synchronized long purged() {
        return purged;
    }

    /** Returns what was asked for, as method and path. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        int number;
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + path);
            number = requests.size();
        }
        int status = look.at(exchange.getRequestMethod(), path, number);
        byte[] answer = (status == 200 ? answer(exchange, path, new String(body, StandardCharsets.UTF_8)) : "{}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private synchronized String answer(HttpExchange exchange, String path, String body) throws IOException {
        if (path.equals("/api/v1/store")) {
            return "{\"id\":\"" + id + "\",\"shards\":7}";
        }
        if (path.equals("/api/v1/store/purged")) {
            purged = Math.max(
                    purged,
                    JsonDocument.parse(body.getBytes(StandardCharsets.UTF_8)).number("version"));
            return "{\"shards\":7}";
        }
        if (exchange.getRequestMethod().equals("GET")) {
            return page(String.valueOf(exchange.getRequestURI().getQuery()));
        }
        List<String> answers = new ArrayList<>();
        for (String line : body.lines().toList()) {
            answers.add(restore(line));
        }
        return answers.stream().map(one -> one + "\n").collect(Collectors.joining());
    }

    private String restore(String line) throws IOException {
        JsonDocument parsed = JsonDocument.parse(line.getBytes(StandardCharsets.UTF_8));
        String there = lines.get(parsed.text("id"));
        String outcome = outcomeOfAll;
        if (outcome.isEmpty()) {
            boolean newer = there == null
                    || JsonDocument.parse(there.getBytes(StandardCharsets.UTF_8))
                                    .number("version")
                            < parsed.number("version");
            if (newer) {
                lines.put(parsed.text("id"), line);
            }
            outcome = newer ? "restored" : "kept";
        }
        JsonObject answer = new JsonObject().with("outcome", outcome).with("version", 1);
        return (outcome.equals("restored") || outcome.equals("kept") ? answer : answer.with("reason", "It is so."))
                .toString();
    }

    private String page(String query) {
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=c", "")) : 0;
        List<String> all = new ArrayList<>(lines.values());
        damaged.forEach((record, reason) -> all.add(new JsonObject()
                .raw(
                        "damaged",
                        new JsonObject()
                                .with("id", record)
                                .with("reason", reason)
                                .toBytes())
                .toString()));
        int to = Math.min(all.size(), from + PAGE_LINES);
        List<String> ofPage = all.subList(from, to);
        JsonObject last = new JsonObject()
                .with(
                        "lines",
                        ofPage.stream()
                                .filter(line -> !line.startsWith("{\"damaged\""))
                                .count())
                .with("purged", purged)
                .with("shardsDone", to)
                .with("shards", all.size());
        if (to < all.size()) {
            last.with("cursor", "c" + to);
        }
        return ofPage.stream().map(line -> line + "\n").collect(Collectors.joining())
                + new JsonObject().raw("page", last.toBytes()) + "\n";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
