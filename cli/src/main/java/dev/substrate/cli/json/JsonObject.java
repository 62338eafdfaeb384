package dev.substrate.cli.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one compact JSON object; values that are JSON already go in byte by byte. */
public final class JsonObject {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean empty = true;

    /** Makes an empty object. */
    public JsonObject() {
        bytes.write('{');
    }

    /** Adds a text. */
    public JsonObject with(String name, String value) {
        return raw(name, quoted(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number. */
    public JsonObject with(String name, long value) {
        return raw(name, Long.toString(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a truth value. */
    public JsonObject with(String name, boolean value) {
        return raw(name, Boolean.toString(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a value that is JSON already. */
    public JsonObject raw(String name, String json) {
        return raw(name, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a value that is JSON already. */
    public JsonObject raw(String name, byte[] json) {
        if (!empty) {
            bytes.write(',');
        }
        empty = false;
        bytes.writeBytes(quoted(name).getBytes(StandardCharsets.UTF_8));
        bytes.write(':');
        bytes.writeBytes(json);
        return this;
    }

    /** Returns the object as UTF-8. */
    public byte[] toBytes() {
        byte[] open = bytes.toByteArray();
        byte[] closed = Arrays.copyOf(open, open.length + 1);
        closed[open.length] = '}';
        return closed;
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }

    /** Returns {@code text} as a JSON string that escapes only what JSON says must be. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
