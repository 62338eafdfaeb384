package dev.substrate.record;

import java.util.Objects;

/**
 * Names one request to write, so that repeating it is safe: the owner of the record answers a repeated request as it
 * answered the first, and refuses an id that comes back with other content.
 *
 * <p>The owner remembers the newest requests of each record ({@code substrate.record.requests-remembered-max}, 32 by default). A
 * request that is made anew, by a new call, after more writes than that is not recognised: it is refused if it expects a
 * version, and written again if it does not.
 *
 * @param value 1 to {@value #LENGTH_MAX} printable ASCII characters without space
 */
public record RequestId(String value) {

    /** The longest request id, in characters. */
    public static final int LENGTH_MAX = 64;

    /** @throws InvalidNameException if {@code value} is out of bounds */
    public RequestId {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidNameException(
                    "A request id has 1 to " + LENGTH_MAX + " printable ASCII characters and no space");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
