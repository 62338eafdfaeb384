package dev.substrate.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says what was done, and about how long the rest will take. */
final class Progress {

    private final PrintStream out;
    private final int steps;
    private final TimeLeft timeLeft;
    private final LongSupplier nanoTime;
    private final long beganNanos;
    private int done;

    Progress(PrintStream out, TimeLeft timeLeft, LongSupplier nanoTime) {
        this.out = out;
        this.timeLeft = timeLeft;
        this.steps = timeLeft.steps();
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    /** Says that a step is done. */
    void done(String what) {
        done++;
        timeLeft.done(Duration.ofNanos(nanoTime.getAsLong() - beganNanos));
        out.printf(Locale.ROOT, "[%2d/%d] %s (%s left)%n", done, steps, what, about(timeLeft.left()));
    }

    /** Says what is about to take some time. */
    void note(String what) {
        out.printf(Locale.ROOT, "        %s…%n", what);
    }

    private static String about(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
