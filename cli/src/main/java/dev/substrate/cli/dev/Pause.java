package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, which nobody tells us: by looking again. */
final class Pause {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Pause() {}

    /** Returns whether {@code condition} came true within {@code atMost}. */
    static boolean until(BooleanSupplier condition, Duration atMost) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CliException.failed("Interrupted while waiting");
            }
        }
        return true;
    }
}
