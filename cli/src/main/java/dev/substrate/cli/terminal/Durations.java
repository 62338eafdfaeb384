package dev.substrate.cli.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads durations as people do. */
public final class Durations {

    private static final Pattern COUNTED = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}, {@code 7d}, or a duration of ISO 8601 such as {@code PT1H30M}.
     *
     * @throws IllegalArgumentException if it is none, or not at least a millisecond
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A duration is at least a millisecond here, not '" + text + "'");
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher counted = COUNTED.matcher(text);
        try {
            return counted.matches()
                    ? Duration.of(Long.parseLong(counted.group(1)), unit(counted.group(2)))
                    : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "A duration is like 500ms, 30s, 10m, 2h, 7d or PT1H30M; this is not: '" + text + "'", e);
        }
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }

    /** Returns for example {@code 45s}, {@code 3m 07s}, {@code 2h 05m} or {@code 3d 04h}. */
    public static String brief(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return "%dm %02ds".formatted(seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return "%dh %02dm".formatted(seconds / 3600, seconds % 3600 / 60);
        }
        return "%dd %02dh".formatted(seconds / 86_400, seconds % 86_400 / 3600);
    }
}
