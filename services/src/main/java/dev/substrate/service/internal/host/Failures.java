package dev.substrate.service.internal.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a service has failed on a node.
 *
 * @param count how often in a row
 * @param last how it failed the last time; null if it did not
 * @param restUntil until when it is left alone, as the clock for durations has it
 */
record Failures(int count, @Nullable String last, long restUntil) {

    static final Failures NONE = new Failures(0, null, 0);

    /** Returns what is so after another one. */
    Failures and(String how, long now, HostSettings settings) {
        Failures more = new Failures(count + 1, how, 0);
        return new Failures(more.count(), how, now + more.rest(settings).toNanos());
    }

    /** Returns how long the service is left alone after the last one. */
    Duration rest(HostSettings settings) {
        return HostSettings.backoff(settings.failureBackoffMin(), settings.failureBackoffMax(), count);
    }

    /** Returns how long the service is still left alone. */
    long restMillis(long now) {
        return count == 0 ? 0 : Math.max(0, restUntil - now) / 1_000_000;
    }
}
