package dev.substrate.dht.common;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that an operation of several steps has. */
public final class TimeLeft {

    /** A step that has begun gets at least this long, so that it can end in an outcome of its own. */
    private static final Duration STEP_MIN = Duration.ofMillis(1);

    private final LongSupplier nanoTime;
    private final long endNanos;

    /** Begins to count. */
    public TimeLeft(Duration deadline, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endNanos = nanoTime.getAsLong() + deadline.toNanos();
    }

    /** Returns whether nothing is left. */
    public boolean isOver() {
        return endNanos - nanoTime.getAsLong() <= 0;
    }

    /** Returns how much is left for a step. */
    public Duration left() {
        long left = endNanos - nanoTime.getAsLong();
        return left < STEP_MIN.toNanos() ? STEP_MIN : Duration.ofNanos(left);
    }
}
