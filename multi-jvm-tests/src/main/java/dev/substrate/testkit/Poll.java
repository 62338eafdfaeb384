package dev.substrate.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits for conditions that nobody announces. */
final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Poll() {}

    /** Asks until the condition holds; {@code stillWorthwhile} throws when it never will. */
    static void until(String what, Duration atMost, Callable<Boolean> condition, Runnable stillWorthwhile) {
        long start = System.nanoTime();
        Throwable last = null;
        do {
            stillWorthwhile.run();
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception | AssertionError e) {
                last = e;
            }
            pause(what);
        } while (System.nanoTime() - start < atMost.toNanos());
        throw tooLate(what, atMost, last);
    }

    private static AssertionError tooLate(String what, Duration atMost, @Nullable Throwable last) {
        String reason = last == null ? "" : "; the last attempt ended in " + last;
        return new AssertionError("Not within " + atMost + ": " + what + reason, last);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static IllegalStateException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting until " + what, e);
    }
}
