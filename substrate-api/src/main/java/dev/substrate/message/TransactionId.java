package dev.substrate.message;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names a piece of work over all nodes that it touches. It is in the log context of each of them as {@value #LOG_KEY}, and in the answer over HTTP.
 *
 * @param text 1 to {@value #CHARS_MAX} characters of {@code A-Za-z0-9._:-}
 */
public record TransactionId(String text) {

    /** The key in the log context (MDC). */
    public static final String LOG_KEY = "transaction";

    /** The longest transaction id, in characters. */
    public static final int CHARS_MAX = 64;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1," + CHARS_MAX + "}");

    /** @throws IllegalArgumentException if the text is out of bounds */
    public TransactionId {
        Objects.requireNonNull(text, "text");
        if (!isOne(text)) {
            throw new IllegalArgumentException(
                    "A transaction id has 1 to " + CHARS_MAX + " characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /** Says whether a text can be a transaction id. */
    public static boolean isOne(String text) {
        return ALLOWED.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
