package dev.substrate.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.testkit.history.Call;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.HistoryRecorder;
import dev.substrate.testkit.history.Versioned;
import dev.substrate.testkit.history.VersionedRegister.Read;
import dev.substrate.testkit.history.VersionedRegister.Write;
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

/**
 * Clients outside the cluster that read and write a few records through all nodes, whatever state those are in, and keep a
 * history of it.
 */
final class HttpLoad implements AutoCloseable {

    static final String TYPE = "hot";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);
    /** Clients that asked as fast as they can would leave the nodes, and the other tests, little of a small machine. */
    private static final Duration PAUSE_AFTER_ANSWER = Duration.ofMillis(5);

    private static final int CLIENTS_PER_NODE = 4;

    private final List<URI> nodes;
    private final int records;
    private final HistoryRecorder recorder = new HistoryRecorder();
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
            String name = "c" + client;
            Random random = new Random(client);
            URI node = nodes.get(client % nodes.size());
            clients.add(threads.submit(() -> run(name, node, random)));
        }
    }

    /** Returns how many operations were done so far. */
    long done() {
        return done.get();
    }

    /** Lets the clients end what they have begun, and returns the history with a last read of each record. */
    History end() throws Exception {
        ending = true;
        for (Future<?> client : clients) {
            client.get(2 * REQUEST_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
        for (int record = 0; record < records; record++) {
            while (!read("last", nodes.get(0), "r" + record)) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
        return recorder.history();
    }

    private void run(String client, URI node, Random random) {
        while (!ending) {
            String key = "r" + random.nextInt(records);
            boolean answered = random.nextBoolean() ? read(client, node, key) : write(client, node, key);
            if (answered) {
                done.incrementAndGet();
            }
            LockSupport.parkNanos((answered ? PAUSE_AFTER_ANSWER : PAUSE_AFTER_FAILURE).toNanos());
        }
    }

    private boolean read(String client, URI node, String key) {
        Call call = recorder.invoke(client, key, new Read());
        HttpResponse<String> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(path(node, key))
                            .timeout(REQUEST_DEADLINE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            call.unknown(e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.unknown("interrupted");
            return false;
        }
        switch (answer.statusCode()) {
            case 200 ->
                call.ok(new Versioned(version(answer), json(answer).path("v").asText()));
            case 404 -> call.ok(new Versioned(0, null));
            default -> {
                call.unknown("status " + answer.statusCode());
                return false;
            }
        }
        return true;
    }

    private boolean write(String client, URI node, String key) {
        String value = "w" + values.incrementAndGet();
        Call call = recorder.invoke(client, key, new Write(value));
        HttpResponse<String> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(path(node, key))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString("{\"v\":\"" + value + "\"}"))
                            .timeout(REQUEST_DEADLINE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            call.refused("it was never sent");
            return false;
        } catch (IOException e) {
            call.unknown(e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.unknown("interrupted");
            return false;
        }
        int status = answer.statusCode();
        if (status == 200 || status == 201) {
            call.ok(new Versioned(version(answer), null));
            return true;
        }
        if (status < 500 || status == 503) {
            call.refused("status " + status);
        } else {
            call.unknown("status " + status);
        }
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
        ending = true;
        threads.shutdownNow();
    }
}
