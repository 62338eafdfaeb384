package dev.substrate.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A node of which a test says what it answers, and how it fails to: over plain sockets, so that an answer can be lost or torn. */
final class ScriptedNode implements AutoCloseable {

    static final String MODIFIED = "2026-11-21T10:00:00Z";

    /** A request as it came. */
    record Received(String method, String target, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** What becomes of a request. */
    sealed interface Reply {
        /** The bytes to send; then the connection is closed, unless it is kept. */
        record Bytes(String text, boolean keepsOpen) implements Reply {}

        /** Nothing is sent, and the connection stays open. */
        enum Silence implements Reply {
            SILENCE
        }
    }

    /** What becomes of requests. */
    interface Behaviour {
        Reply answer(Received request);
    }

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Behaviour otherwise = request -> notReady();
    private volatile String shards = "{}";

    ScriptedNode() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://" + address());
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Says what becomes of the next requests but those for the shards. */
    final ScriptedNode next(Behaviour... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    /** Says what becomes of all requests of which nothing else was said. */
    ScriptedNode always(Behaviour reply) {
        otherwise = reply;
        return this;
    }

    /** Tells that nodes own these shards of four: the first one all even ones, the second one the odd ones. */
    void tellOwners(ScriptedNode even, ScriptedNode odd) {
        shards = "{\"shards\":4,\"nodes\":[{\"http\":\"%s\",\"shards\":[0,2]},{\"http\":\"%s\",\"shards\":[1,3]}]}"
                .formatted(even.address(), odd.address());
    }

    /** Returns how many connections are open. */
    int connections() {
        return open.size();
    }

    /** Sends more on all connections that are open. */
    void sendMore(String text) throws IOException {
        for (Socket socket : open) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the requests for records that came. */
    List<Received> received() {
        return received;
    }

    static Reply lost() {
        return new Reply.Bytes("", false);
    }

    static Reply silence() {
        return Reply.Silence.SILENCE;
    }

    static Reply torn() {
        return new Reply.Bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"uri\"", false);
    }

    static Reply answer(int status, Map<String, String> headers, String body) {
        return new Reply.Bytes(
                "HTTP/1.1 " + status + " Said\r\n"
                        + headers.entrySet().stream()
                                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                                .collect(Collectors.joining())
                        + (status == 204
                                ? ""
                                : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n")
                        + "\r\n" + body,
                true);
    }

    static Reply problem(int status, String type, String... members) {
        String more = IntStream.range(0, members.length / 2)
                .mapToObj(i -> ",\"" + members[2 * i] + "\":\"" + members[2 * i + 1] + "\"")
                .collect(Collectors.joining());
        return answer(
                status,
                Map.of("Content-Type", "application/problem+json"),
                "{\"type\":\"https://substrate.dev/problems/" + type + "\",\"title\":\"t\",\"status\":" + status
                        + ",\"detail\":\"said\"" + more + "}");
    }

    static Reply notReady() {
        return problem(503, "not-ready");
    }

    static Reply written(long version) {
        return answer(
                version == 1 ? 201 : 200,
                Map.of("ETag", "\"" + version + "\"", "Content-Type", "application/json"),
                "{\"uri\":\"x:y\",\"version\":" + version + ",\"modified\":\"" + MODIFIED + "\",\"created\":"
                        + (version == 1) + ",\"repeated\":false}");
    }

    static Map<String, String> headers(long version, boolean tombstone) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", "\"" + version + "\"");
        headers.put("Content-Type", tombstone ? "application/problem+json" : "application/json");
        headers.put("Substrate-Created", MODIFIED);
        headers.put("Substrate-Modified", MODIFIED);
        headers.put("Substrate-Tombstone", Boolean.toString(tombstone));
        headers.put("Substrate-Type-Version", "1");
        headers.put("Substrate-Writer", "w");
        headers.put("Substrate-Request-Id", "r");
        return headers;
    }

    /** Returns a record, as an answer to GET with 200 and to a write that met it with 412. */
    static Reply record(int status, long version, String entity) {
        return answer(status, headers(version, false), entity);
    }

    static Reply events(String... events) {
        return new Reply.Bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                        + String.join("", events),
                false);
    }

    static Reply eventsAndSilence(String... events) {
        return new Reply.Bytes(((Reply.Bytes) events(events)).text(), true);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) {
                    // It came while this node was being closed, which did not see it.
                    socket.close();
                }
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Received request = read(in); request != null; request = read(in)) {
                Reply reply = reply(request);
                if (reply instanceof Reply.Bytes bytes) {
                    out.write(bytes.text().getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    if (!bytes.keepsOpen()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // The client went away, or the test ended.
        } finally {
            open.remove(socket);
        }
    }

    private Reply reply(Received request) {
        if (request.target().equals(Request.SHARDS)) {
            return answer(200, Map.of("Content-Type", "application/json"), shards);
        }
        received.add(request);
        Behaviour next = script.poll();
        return (next == null ? otherwise : next).answer(request);
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] parts = first.split(" ", -1);
        return new Received(parts[0], parts[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-node");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
