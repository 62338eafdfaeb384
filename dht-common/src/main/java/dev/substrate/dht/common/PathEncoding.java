package dev.substrate.dht.common;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Percent-encoding that loses nothing: what is unreserved in a URI, and what separates the parts of a record's id, stays. */
public final class PathEncoding {

    private static final BitSet PLAIN = new BitSet();

    static {
        for (char c : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/".toCharArray()) {
            PLAIN.set(c);
        }
    }

    private PathEncoding() {}

    /** Encodes the UTF-8 of a text as one segment of a path. */
    public static String segment(String text) {
        return encode(text).replace("/", "%2F");
    }

    /** Encodes the UTF-8 of a text. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int value = b & 0xff;
            if (PLAIN.get(value)) {
                encoded.append((char) value);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(value >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
