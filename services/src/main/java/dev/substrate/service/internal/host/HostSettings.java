package dev.substrate.service.internal.host;

import com.typesafe.config.Config;
import java.time.Duration;

/** The settings below {@code substrate.service}, which reference.conf explains. */
public record HostSettings(
        Duration lookInterval,
        Duration settle,
        Duration deskTimeout,
        int waitingMax,
        Duration waitingTimeout,
        Duration retryAfter,
        Duration restartBackoffMin,
        Duration restartBackoffMax,
        Duration failureBackoffMin,
        Duration failureBackoffMax,
        Duration provenAfter,
        Duration leaveTimeout,
        int movesAtOnceMax,
        int changesAtOnceMax) {

    /** Reads the settings of a node. */
    public static HostSettings of(Config config) {
        Config service = config.getConfig("substrate.service");
        return new HostSettings(
                service.getDuration("look-interval"),
                service.getDuration("settle"),
                service.getDuration("desk-timeout"),
                service.getInt("waiting-max"),
                service.getDuration("waiting-timeout"),
                service.getDuration("retry-after"),
                service.getDuration("restart-backoff-min"),
                service.getDuration("restart-backoff-max"),
                service.getDuration("failure-backoff-min"),
                service.getDuration("failure-backoff-max"),
                service.getDuration("proven-after"),
                service.getDuration("leave-timeout"),
                service.getInt("moves-at-once-max"),
                service.getInt("changes-at-once-max"));
    }

    /** Returns how long to stay away after so many failures in a row. */
    static Duration backoff(Duration least, Duration most, int failures) {
        int doublings = Math.max(0, Math.min(failures - 1, 30));
        Duration grown = least.multipliedBy(1L << doublings);
        return grown.compareTo(most) > 0 ? most : grown;
    }
}
