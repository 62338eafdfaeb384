package dev.substrate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.substrate.cli.http.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A node in name only: it speaks the HTTP API, keeps records in memory, and misbehaves on demand. */
public final class FakeNode implements AutoCloseable {

    /** What the node does with a request. */
    public enum Mood {
        ANSWER,
        DROP_BEFORE,
        DROP_AFTER,
        UNAVAILABLE,
        BUSY,
        DAMAGED,
        AWAY,
        TOO_OLD,
        UNKNOWN_BEFORE,
        UNKNOWN_AFTER
    }

    static {
        // Or else every answer waits 40 ms for the client's kernel to confirm its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeRecords records;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Function<HttpExchange, Mood> mood = request -> Mood.ANSWER;

    public FakeNode(FakeRecords records) throws IOException {
        this.records = records;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public FakeNode feeling(Function<HttpExchange, Mood> mood) {
        this.mood = mood;
        return this;
    }

    public String url() {
        return endpoint().toString();
    }

    public Endpoint endpoint() {
        return Endpoint.local(server.getAddress().getPort());
    }

    /** Returns the requests that came, as method, path, request id, and time to live if there is one. */
    public List<String> seen() {
        return seen;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Substrate-Request-Id")
                + exchange.getRequestHeaders().getOrDefault("Substrate-Time-To-Live", List.of()).stream()
                        .map(timeToLive -> " for " + timeToLive)
                        .collect(Collectors.joining()));
        switch (mood.apply(exchange)) {
            case DROP_BEFORE -> exchange.close();
            case UNAVAILABLE -> problem(exchange, 503, "not-ready", "This node is not ready");
            case BUSY -> problem(exchange, 429, "busy", "writes-waiting-max is reached");
            case DAMAGED -> problem(exchange, 500, "record-damaged", "Nothing was written: it is damaged");
            case AWAY -> problem(exchange, 503, "unavailable", "It could not be read in time");
            case TOO_OLD -> problem(exchange, 409, "request-too-old", "Nothing was written now: it has forgotten");
            case UNKNOWN_BEFORE -> problem(exchange, 504, "outcome-unknown", "The owner did not answer");
            case UNKNOWN_AFTER -> {
                records.answer(exchange, body);
                problem(exchange, 504, "outcome-unknown", "The owner did not answer");
            }
            case DROP_AFTER -> {
                records.answer(exchange, body);
                exchange.close();
            }
            default -> send(exchange, records.answer(exchange, body));
        }
    }

    private static void problem(HttpExchange exchange, int status, String type, String detail) throws IOException {
        send(exchange, FakeRecords.problem(status, type, detail));
    }

    private static void send(HttpExchange exchange, FakeRecords.Answer answer) throws IOException {
        if (answer.version() >= 0) {
            exchange.getResponseHeaders().set("ETag", "\"" + answer.version() + "\"");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        if (bodiless && body.length > 0) {
            // As Akka HTTP does: how long the body would be.
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
