package dev.substrate.testkit;

import java.time.Duration;

/**
 * Stretches deadlines on slow machines: every deadline of the kit is multiplied by the system property
 * {@value #PROPERTY}, 1 by default. While a node waits for a debugger, deadlines are {@value #DEBUGGING} times as long
 * again.
 */
public final class TimeFactor {

    /** The system property with the factor, a positive number. */
    public static final String PROPERTY = "substrate.test.timefactor";

    private static final int DEBUGGING = 100;

    private TimeFactor() {}

    /** Returns a deadline for this machine. */
    public static Duration dilate(Duration deadline) {
        return Duration.ofNanos((long) (deadline.toNanos() * factor()));
    }

    private static double factor() {
        String text = System.getProperty(PROPERTY, "1");
        double factor = Double.parseDouble(text);
        if (!(factor > 0)) {
            throw new IllegalArgumentException(PROPERTY + " is a positive number, not " + text);
        }
        return DebugOption.node().isPresent() ? factor * DEBUGGING : factor;
    }
}
