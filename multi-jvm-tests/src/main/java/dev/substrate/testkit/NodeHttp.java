package dev.substrate.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of what one node serves over HTTP, if it does; each request waits for its answer, at most 30 s. */
public final class NodeHttp {

    private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI uri;

    NodeHttp(HttpClient client, String host, int port) {
        this.client = client;
        this.uri = URI.create("http://" + host + ":" + port);
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
}
