package dev.substrate.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the answers on one connection, each until a deadline. */
final class ResponseReader {

    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int BODY_BYTES_MAX = 256 * 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private long deadlineNanos;
    private int headBytes;
    private boolean keepsAlive = true;

    ResponseReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Returns whether the connection can be used for another request. */
    boolean keepsAlive() {
        return keepsAlive;
    }

    Response read(long untilNanos, boolean withBody) throws IOException {
        deadlineNanos = untilNanos;
        headBytes = 0;
        int status = statusLine();
        Map<String, String> headers = headers();
        while (status / 100 == 1) {
            status = statusLine();
            headers = headers();
        }
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            keepsAlive = false;
        }
        return new Response(status, headers, withBody ? body(status, headers) : new byte[0]);
    }

    /**
     * Reads an answer that goes on and on, line by line; one that is no success is read whole and returned.
     *
     * @param silence how long nothing may come before the node is taken for dead
     * @param lines takes a line of UTF-8; false when it needs no more
     */
    Optional<Response> readLines(long headUntilNanos, Duration silence, Predicate<String> lines) throws IOException {
        deadlineNanos = headUntilNanos;
        headBytes = 0;
        int status = statusLine();
        Map<String, String> headers = headers();
        keepsAlive = false;
        if (status != 200 || !"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return Optional.of(new Response(status, headers, body(status, headers)));
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            deadlineNanos = System.nanoTime() + silence.toNanos();
            headBytes = 0;
            int left = chunkSize();
            if (left == 0) {
                return Optional.empty();
            }
            for (; left > 0; left--) {
                need();
                byte next = buffer[position++];
                if (next != '\n') {
                    line.write(next);
                } else if (lines.test(line.toString(StandardCharsets.UTF_8))) {
                    line.reset();
                } else {
                    return Optional.empty();
                }
                if (line.size() > BODY_BYTES_MAX) {
                    throw new IOException("A line of the answer is longer than " + BODY_BYTES_MAX + " bytes");
                }
            }
            line();
        }
    }

    private int statusLine() throws IOException {
        String line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("This is not an HTTP answer: '" + line + "'");
        }
        if (line.startsWith("HTTP/1.0")) {
            keepsAlive = false;
        }
        return number(line.substring(9, 12), 10);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String length = headers.get("content-length");
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                copy(size, body);
                line();
            }
            headers();
        } else if (length != null) {
            copy(number(length, 10), body);
        } else {
            keepsAlive = false;
            do {
                copy(limit - position, body);
            } while (fill());
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the words of the protocol.
        }
        throw new IOException("The answer has '" + digits + "' where HTTP has a number");
    }

    private void copy(int count, ByteArrayOutputStream body) throws IOException {
        if (count > BODY_BYTES_MAX - body.size()) {
            throw new IOException("The answer is longer than " + BODY_BYTES_MAX + " bytes");
        }
        for (int left = count; left > 0; ) {
            need();
            int part = Math.min(left, limit - position);
            body.write(buffer, position, part);
            position += part;
            left -= part;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            need();
            int c = buffer[position++] & 0xff;
            if (++headBytes > HEAD_BYTES_MAX) {
                throw new IOException("The head of the answer is longer than " + HEAD_BYTES_MAX + " bytes");
            }
            if (c == '\n') {
                int end = line.length();
                return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
            }
            line.append((char) c);
        }
    }

    private void need() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("The node closed the connection before its answer was complete");
        }
    }

    private boolean fill() throws IOException {
        long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
            throw late();
        }
        socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
        position = 0;
        limit = 0;
        try {
            limit = Math.max(in.read(buffer), 0);
        } catch (SocketTimeoutException e) {
            throw late();
        }
        return limit > 0;
    }

    private static SocketTimeoutException late() {
        return new SocketTimeoutException("The node did not answer in time");
    }
}
