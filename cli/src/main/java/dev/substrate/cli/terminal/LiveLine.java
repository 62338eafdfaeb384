package dev.substrate.cli.terminal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows how work goes on: on a terminal one line that is written over, elsewhere a plain line now and then.
 *
 * <p>Safe for use by several threads.
 */
public final class LiveLine implements AutoCloseable {

    private static final Duration LIVE_EVERY = Duration.ofMillis(100);

    private final Shell shell;
    private final Duration every;
    private final LongSupplier nanoTime;
    private String shown = "";
    private long nextNanos;

    /** Makes a line whose plain form appears at most once in {@code plainEvery}. */
    public LiveLine(Shell shell, Duration plainEvery) {
        this(shell, plainEvery, System::nanoTime);
    }

    LiveLine(Shell shell, Duration plainEvery, LongSupplier nanoTime) {
        this.shell = shell;
        this.every = shell.live() ? LIVE_EVERY : plainEvery;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
    }

    /** Returns whether {@link #show} would show something now; asking is cheap. */
    public synchronized boolean due() {
        return nanoTime.getAsLong() - nextNanos >= 0;
    }

    /** Shows {@code text} if it is new and the last one is old enough. */
    public synchronized void show(String text) {
        if (!due() || text.equals(shown)) {
            return;
        }
        nextNanos = nanoTime.getAsLong() + every.toNanos();
        if (shell.live()) {
            shell.err().print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
            shell.err().flush();
        } else {
            shell.note(text);
        }
        shown = text;
    }

    /** Removes the live line, so that other output starts on an empty one. */
    @Override
    public synchronized void close() {
        if (shell.live() && !shown.isEmpty()) {
            shell.err().print("\r" + " ".repeat(shown.length()) + "\r");
            shell.err().flush();
        }
        shown = "";
    }
}
