package dev.substrate.dht.internal.http;

import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordUri;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a request's path names, read from the path as it came over the wire, so that no decoding but this one touches an id.
 *
 * @param record the record; empty for the collection of all
 * @param part what of the record: empty for itself, or {@code owner}, {@code watch} or {@code versions}
 */
record RecordPath(Optional<RecordUri> record, String part) {

    /** The part that is watched. */
    static final String WATCH = "watch";

    private static final String ROOT = "/api/v1/records";

    /**
     * Reads the target of a request.
     *
     * @return empty if it names nothing here
     * @throws InvalidNameException if it names a record whose name is out of bounds, or is not percent-encoded UTF-8
     */
    static Optional<RecordPath> parse(String requestTarget) {
        int end = requestTarget.indexOf('?');
        String path = end < 0 ? requestTarget : requestTarget.substring(0, end);
        int start = path.indexOf(ROOT);
        if (start < 0) {
            return Optional.empty();
        }
        String rest = path.substring(start + ROOT.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return Optional.of(new RecordPath(Optional.empty(), ""));
        }
        if (rest.equals("/" + WATCH)) {
            return Optional.of(new RecordPath(Optional.empty(), WATCH));
        }
        String[] segments = rest.substring(1).split("/", -1);
        if (!rest.startsWith("/") || segments.length < 2 || segments.length > 3) {
            return Optional.empty();
        }
        RecordUri uri = new RecordUri(decode(segments[0]), decode(segments[1]));
        return Optional.of(new RecordPath(Optional.of(uri), segments.length == 3 ? segments[2] : ""));
    }

    private static String decode(String segment) {
        // Three characters make one byte at most; an id this long is out of bounds anyway, and is not decoded for it.
        if (segment.length() > 3 * (RecordUri.ID_BYTES_MAX + 1)) {
            throw new InvalidNameException("A record id has at most " + RecordUri.ID_BYTES_MAX + " bytes of UTF-8");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int value = i + 2 < segment.length()
                        ? 16 * Character.digit(segment.charAt(i + 1), 16) + Character.digit(segment.charAt(i + 2), 16)
                        : -1;
                if (value < 0 || !isHex(segment.charAt(i + 1)) || !isHex(segment.charAt(i + 2))) {
                    throw new InvalidNameException("A '%' in a path is followed by two hexadecimal digits");
                }
                bytes.write(value);
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw new InvalidNameException("Characters beyond ASCII are percent-encoded in a path");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidNameException("The bytes that a path encodes are UTF-8");
        }
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}
