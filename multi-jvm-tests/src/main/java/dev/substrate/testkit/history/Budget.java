package dev.substrate.testkit.history;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How long and how far one search may go. */
final class Budget {

    /** A look at the clock costs about as much as a step. */
    private static final int STEPS_PER_LOOK = 64;

    private final LongSupplier nanos;
    private final long deadlineNanos;
    private final long stepsMax;
    private long steps;
    private boolean late;

    /**
     * Makes a budget.
     *
     * @param deadlineNanos when it ends, by the clock
     */
    Budget(LongSupplier nanos, long deadlineNanos, long stepsMax) {
        this.nanos = nanos;
        this.deadlineNanos = deadlineNanos;
        this.stepsMax = stepsMax;
    }

    /** Returns whether there is no time left. */
    boolean isLate() {
        return nanos.getAsLong() - deadlineNanos >= 0;
    }

    /** Takes one step, and returns why that was one too many, or null if it was not. */
    @Nullable
    String spend() {
        if (steps++ % STEPS_PER_LOOK == 0) {
            late = isLate();
        }
        if (late) {
            return "the time was up after " + steps + " steps";
        }
        return steps > stepsMax ? "no answer after " + stepsMax + " steps" : null;
    }
}
