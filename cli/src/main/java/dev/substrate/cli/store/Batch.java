package dev.substrate.cli.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Lines that go to a node in one request. */
final class Batch {

    /** Far below what a node takes at once, so that what waits in one request is answered soon. */
    private static final int LINES_MAX = 100;

    private static final int BYTES_MAX = 256 * 1024;

    /** A line, and where it stands in its part, from 1. */
    static final class Line {

        private final long number;
        private final byte[] text;

        Line(long number, byte[] text) {
            this.number = number;
            this.text = text;
        }

        long number() {
            return number;
        }

        byte[] text() {
            return text;
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private int bytes;

    void add(Line line) {
        lines.add(line);
        bytes += line.text().length + 1;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean isFull() {
        return lines.size() >= LINES_MAX || bytes >= BYTES_MAX;
    }

    List<Line> lines() {
        return lines;
    }

    byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
        for (Line line : lines) {
            body.writeBytes(line.text());
            body.write('\n');
        }
        return body.toByteArray();
    }
}
