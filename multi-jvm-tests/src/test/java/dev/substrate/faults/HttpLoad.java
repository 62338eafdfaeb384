package dev.substrate.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.faults.history.Operation;
import dev.substrate.faults.history.Operation.Ending;
import dev.substrate.faults.history.Operation.Kind;
import dev.substrate.faults.history.RecordHistory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients outside the cluster that read and write a few records through all nodes, whatever state those are in, and keep a
 * history of it.
 */
final class HttpLoad implements AutoCloseable {

    static final String TYPE = "hot";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);
    private static final int CLIENTS_PER_NODE = 4;

    private final List<URI> nodes;
    private final int records;
    private final RecordHistory history = new RecordHistory();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final ExecutorService threads;
    private final List<Future<?>> clients = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private volatile boolean ending;

    HttpLoad(List<URI> nodes, int records) {
        this.nodes = nodes;
        this.records = records;
        this.threads = Executors.newFixedThreadPool(nodes.size() * CLIENTS_PER_NODE);
    }

    void start() {
        for (int client = 0; client < nodes.size() * CLIENTS_PER_NODE; client++) {
            Random random = new Random(client);
            URI node = nodes.get(client % nodes.size());
            clients.add(threads.submit(() -> run(node, random)));
        }
    }

    /** Returns how many operations were done so far. */
    long done() {
        return done.get();
    }

    /** Lets the clients end what they have begun, and returns the history with a last read of each record. */
    RecordHistory end() throws Exception {
        ending = true;
        for (Future<?> client : clients) {
            client.get(2 * REQUEST_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
        for (int record = 0; record < records; record++) {
            while (!read(nodes.get(0), "r" + record)) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
        return history;
    }

    private void run(URI node, Random random) {
        while (!ending) {
            String key = "r" + random.nextInt(records);
            boolean answered = random.nextBoolean() ? read(node, key) : write(node, key);
            if (answered) {
                done.incrementAndGet();
            } else {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    private boolean read(URI node, String key) {
        long begun = System.nanoTime();
        HttpResponse<String> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(path(node, key))
                            .timeout(REQUEST_DEADLINE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (answer.statusCode() != 200 && answer.statusCode() != 404) {
            return false;
        }
        boolean there = answer.statusCode() == 200;
        history.add(new Operation(
                key,
                Kind.READ,
                begun,
                System.nanoTime(),
                Ending.OK,
                there ? version(answer) : 0,
                there ? json(answer).path("v").asText() : null));
        return true;
    }

    private boolean write(URI node, String key) {
        String value = "w" + values.incrementAndGet();
        long begun = System.nanoTime();
        @Nullable HttpResponse<String> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(path(node, key))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString("{\"v\":\"" + value + "\"}"))
                            .timeout(REQUEST_DEADLINE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            return false; // it was never sent
        } catch (IOException e) {
            answer = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = null;
        }
        long ended = System.nanoTime();
        if (answer != null && (answer.statusCode() == 200 || answer.statusCode() == 201)) {
            history.add(new Operation(key, Kind.WRITE, begun, ended, Ending.OK, version(answer), value));
            return true;
        }
        boolean refused = answer != null && (answer.statusCode() < 500 || answer.statusCode() == 503);
        history.add(
                refused
                        ? new Operation(key, Kind.WRITE, begun, ended, Ending.REFUSED, 0, value)
                        : new Operation(key, Kind.WRITE, begun, Long.MAX_VALUE, Ending.UNKNOWN, 0, value));
        return false;
    }

    private static URI path(URI node, String key) {
        return node.resolve("/api/v1/records/" + TYPE + "/" + key);
    }

    private static long version(HttpResponse<String> answer) {
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        return Long.parseLong(tag.substring(1, tag.length() - 1));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("Not JSON: " + answer.body(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
