package dev.substrate.record;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names a record: {@code scheme:id}. The scheme names the entity type; the id is free text within bounds.
 *
 * <p>All bounds on names are checked here and nowhere else:
 *
 * <ul>
 *   <li>a scheme is a lower-case letter followed by lower-case letters, digits, {@code +}, {@code .} or {@code -}, at
 *       most {@value #SCHEME_LENGTH_MAX} characters;
 *   <li>an id has 1 to {@value #ID_BYTES_MAX} bytes of UTF-8, is well-formed Unicode without control characters, and no
 *       part of it between slashes is {@code .} or {@code ..} (such parts do not survive a journey in a URL).
 * </ul>
 *
 * @param scheme the entity type
 * @param id the name within the type
 */
public record RecordUri(String scheme, String id) implements Comparable<RecordUri> {

    /** The longest scheme, in characters. */
    public static final int SCHEME_LENGTH_MAX = 32;

    /** The longest id, in bytes of UTF-8. */
    public static final int ID_BYTES_MAX = 1024;

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0," + (SCHEME_LENGTH_MAX - 1) + "}");
    private static final int SHOWN_CHARS_MAX = 80;

    /** @throws InvalidNameException if the scheme or the id is out of bounds */
    public RecordUri {
        requireScheme(scheme);
        requireId(id);
    }

    /**
     * Parses {@code scheme:id}; the first colon ends the scheme, so an id may hold colons.
     *
     * @throws InvalidNameException if {@code uri} has no colon, or a part is out of bounds
     */
    public static RecordUri parse(String uri) {
        int colon = Objects.requireNonNull(uri, "uri").indexOf(':');
        if (colon < 0) {
            throw new InvalidNameException("A record URI is 'scheme:id', this has no colon: '" + shown(uri) + "'");
        }
        return new RecordUri(uri.substring(0, colon), uri.substring(colon + 1));
    }

    /** @throws InvalidNameException if {@code scheme} is out of bounds */
    public static void requireScheme(String scheme) {
        if (!SCHEME.matcher(Objects.requireNonNull(scheme, "scheme")).matches()) {
            throw new InvalidNameException("A scheme is a lower-case letter and then at most " + (SCHEME_LENGTH_MAX - 1)
                    + " of a-z, 0-9, '+', '.', '-'; this is not: '" + shown(scheme) + "'");
        }
    }

    /** Returns {@code scheme:id}, which {@link #parse} reads back. */
    @Override
    public String toString() {
        return scheme + ":" + id;
    }

    @Override
    public int compareTo(RecordUri other) {
        return toString().compareTo(other.toString());
    }

    private static void requireId(String id) {
        if (Objects.requireNonNull(id, "id").isEmpty()) {
            throw new InvalidNameException("A record id has at least one character");
        }
        // A char takes at most three bytes of UTF-8: only ids that may be too long are encoded to be measured.
        if (id.length() > ID_BYTES_MAX / 3
                && (id.length() > ID_BYTES_MAX || id.getBytes(StandardCharsets.UTF_8).length > ID_BYTES_MAX)) {
            throw new InvalidNameException(
                    "A record id has at most " + ID_BYTES_MAX + " bytes of UTF-8, this has more: '" + shown(id) + "'");
        }
        id.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                throw new InvalidNameException(
                        "A record id has no control characters, this has U+%04X: '%s'".formatted(c, shown(id)));
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new InvalidNameException(
                        "A record id is well-formed Unicode, this has half a surrogate pair: '" + shown(id) + "'");
            }
        });
        for (int start = 0; start <= id.length(); ) {
            int slash = id.indexOf('/', start);
            int end = slash < 0 ? id.length() : slash;
            String part = id.substring(start, end);
            if (part.equals(".") || part.equals("..")) {
                throw new InvalidNameException(
                        "A record id has no part '.' or '..' between slashes, this has: '" + shown(id) + "'");
            }
            start = end + 1;
        }
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN_CHARS_MAX)
                .map(c -> Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        ? '\uFFFD'
                        : c)
                .forEach(shown::appendCodePoint);
        return shown + (text.codePointCount(0, text.length()) > SHOWN_CHARS_MAX ? "…" : "");
    }
}
