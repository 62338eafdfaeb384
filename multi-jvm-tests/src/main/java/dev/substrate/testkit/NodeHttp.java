package dev.substrate.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of one node's HTTP API; each request waits for its answer, at most 10 s. */
public final class NodeHttp {

    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final int nodeNumber;
    private final URI uri;

    NodeHttp(HttpClient client, int nodeNumber, int port) {
        this.client = client;
        this.nodeNumber = nodeNumber;
        this.uri = URI.create("http://127.0.0.1:" + port);
    }

    /** Returns where the node listens: scheme, host and port. */
    public URI uri() {
        return uri;
    }

    /** Sends {@code GET}. */
    public HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri.resolve(path)).GET());
    }

    /** Sends a request; its URI is one that {@link #uri} resolves. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.timeout(TimeFactor.dilate(REQUEST_DEADLINE)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for an answer", e);
        }
    }

    /**
     * Asks the node who owns a record.
     *
     * @throws IOException if the node does not answer, or does not know now
     */
    public RecordOwner owner(RecordUri record) throws IOException {
        String id = URLEncoder.encode(record.id(), StandardCharsets.UTF_8).replace("+", "%20");
        HttpResponse<String> answer = get("/api/v1/records/" + record.scheme() + "/" + id + "/owner");
        if (answer.statusCode() != 200) {
            throw new IOException("Node " + nodeNumber + " does not know the owner of '" + record + "': "
                    + answer.statusCode() + " " + answer.body());
        }
        return JSON.readValue(answer.body(), RecordOwner.class);
    }
}
