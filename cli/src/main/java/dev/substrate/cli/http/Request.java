package dev.substrate.cli.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP request, without the node it goes to. */
public final class Request {

    /** The header by which a node recognises a repeated write. */
    public static final String REQUEST_ID = "Substrate-Request-Id";

    /** The header that says after how long a record ceases to be. */
    public static final String TIME_TO_LIVE = "Substrate-Time-To-Live";

    private final String method;
    private final String target;
    private final byte @Nullable [] body;
    private final List<String> headers = new ArrayList<>();

    private Request(String method, String target, byte @Nullable [] body) {
        this.method = method;
        this.target = target;
        this.body = body;
    }

    /** Makes a request without a body. */
    public static Request of(String method, String target) {
        return new Request(method, target, null);
    }

    /** Makes a GET request. */
    public static Request get(String target) {
        return of("GET", target);
    }

    /** Makes a request with a body. */
    public static Request of(String method, String target, String contentType, byte[] body) {
        return new Request(method, target, body).header("Content-Type", contentType);
    }

    /** Adds a header; the value is printable ASCII. */
    public Request header(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("A header is printable ASCII: " + name);
        }
        headers.add(name + ": " + value);
        return this;
    }

    /** Returns whether the request changes something. */
    public boolean writes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Returns whether the answer ends with its head, whatever length of a body it tells. */
    boolean wantsNoBody() {
        return method.equals("HEAD");
    }

    /** Returns whether the request is for one version of a record, and for none that comes later. */
    boolean expectsVersion() {
        return headers.stream().anyMatch(header -> header.startsWith("If-Match: \""));
    }

    String head(Endpoint endpoint) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(endpoint.path())
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.host())
                .append(':')
                .append(endpoint.port())
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    byte[] body() {
        return body == null ? new byte[0] : body;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
