package dev.substrate.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Names one request to write, so that repeating it is safe: the owner of the record answers a repeated request as it
 * answered the first, and refuses an id that comes back with other content.
 *
 * <p>The owner remembers the newest requests of each record ({@code substrate.record.requests-remembered-max}, 32 by default,
 * for {@code requests-remembered-for}, an hour). A request that is made anew, by a new call, after more than that is not
 * recognised. It is refused if it expects a version, or if its id says when it was made, as {@link #at} does, and that is too
 * long ago. Any other is written again.
 *
 * @param value 1 to {@value #LENGTH_MAX} printable ASCII characters without space
 */
public record RequestId(String value) {

    /** The longest request id, in characters. */
    public static final int LENGTH_MAX = 64;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int TIME_LENGTH = "20261121T094500.000Z".length();

    /** @throws InvalidNameException if {@code value} is out of bounds */
    public RequestId {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidNameException(
                    "A request id has 1 to " + LENGTH_MAX + " printable ASCII characters and no space");
        }
    }

    /**
     * Returns an id that says when the request was made: the owner refuses it once it may have forgotten it. The clocks of
     * those who make ids and those of the nodes should agree; if one is late by more than the time since the oldest request
     * that is remembered, requests are refused.
     *
     * @param name tells the request from others of the same millisecond
     * @throws InvalidNameException if the id becomes too long
     */
    public static RequestId at(Instant now, String name) {
        return new RequestId(TIME.format(now) + "-" + name);
    }

    /** Returns when the request was made, if the id says so: {@code 20261121T094500.000Z-} and something behind. */
    public Optional<Instant> issued() {
        int end = value.indexOf("Z-") + 1;
        if (end != TIME_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME.parse(value.substring(0, end), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
