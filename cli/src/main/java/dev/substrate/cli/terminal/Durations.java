package dev.substrate.cli.terminal;

import java.time.Duration;

/** Writes durations for people. */
public final class Durations {

    private Durations() {}

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
