package dev.substrate.testkit.machine;

import dev.substrate.testkit.network.Availability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The clock of a node's processes, which may be wrong: what they take for the time is off by as much as a test says, for as
 * long as a process lives. {@code System.nanoTime} is off, too, by the same, so that every timer is right. It needs {@code
 * libfaketime} (Debian's package {@code faketime}).
 *
 * <p>A clock does not jump while a process runs: with the library, timers either jump as well, or end at once, which keeps a
 * virtual machine so busy that it hardly starts.
 */
public final class NodeClock {

    private static final String LIBRARY = "libfaketimeMT.so.1";
    private static final List<String> FOLDERS = List.of(
            "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib");
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Path library;
    private final Consumer<String> listener;
    private volatile Duration offset = Duration.ZERO;

    private NodeClock(Path library, Consumer<String> listener) {
        this.library = library;
        this.listener = listener;
    }

    /** Returns whether clocks can be wrong here, or why not. */
    public static Availability availability() {
        return library().isPresent()
                ? Availability.yes()
                : Availability.no("not installed: libfaketime (" + LIBRARY + ")");
    }

    /**
     * Makes a clock that is right.
     *
     * @param listener is told in words what has been done
     * @throws IllegalStateException if it is not available
     */
    public static NodeClock right(Consumer<String> listener) {
        return new NodeClock(
                library()
                        .orElseThrow(
                                () -> new IllegalStateException(availability().words())),
                listener);
    }

    /** Sets by how much the clock is ahead, or behind if it is negative, for processes that are started from now on. */
    public void offset(Duration ahead) {
        offset = ahead;
        listener.accept("clock off by " + ahead.toMillis() + " ms from the next start on");
    }

    /** Returns what must stand before the command that starts a process with this clock, as it is now. */
    public List<String> commandPrefix() {
        return List.of(
                "/usr/bin/env",
                "LD_PRELOAD=" + library,
                String.format(Locale.ROOT, "FAKETIME=%+.3fs", offset.toMillis() / MILLIS_PER_SECOND));
    }

    private static Optional<Path> library() {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, "faketime", LIBRARY))
                .filter(Files::isReadable)
                .findFirst();
    }
}
