package dev.substrate.testkit.machine;

import dev.substrate.testkit.network.Availability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The clock of a node's processes, which may be wrong: what they take for the time of day is off by as much as a test says,
 * and jumps when it says otherwise. {@code System.nanoTime}, and so every timer, stays right. It needs {@code libfaketime}
 * (Debian's package {@code faketime}).
 */
public final class NodeClock {

    private static final String LIBRARY = "libfaketimeMT.so.1";
    private static final List<String> FOLDERS = List.of(
            "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib");
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Path library;
    private final Path file;
    private final Consumer<String> listener;

    private NodeClock(Path library, Path file, Consumer<String> listener) {
        this.library = library;
        this.file = file;
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
     * @param file where the processes look how wrong it is
     * @param listener is told in words what has been done
     * @throws IllegalStateException if it is not available
     */
    public static NodeClock in(Path file, Consumer<String> listener) {
        Path library = library()
                .orElseThrow(() -> new IllegalStateException(availability().words()));
        var clock = new NodeClock(library, file, listener);
        clock.write(Duration.ZERO);
        return clock;
    }

    /** Sets by how much the clock is ahead, or behind if it is negative; processes that run see it at once. */
    public void offset(Duration offset) {
        write(offset);
        listener.accept("clock off by " + offset.toMillis() + " ms");
    }

    /** Returns what must stand before the command that starts a process with this clock. */
    public List<String> commandPrefix() {
        return List.of(
                "/usr/bin/env",
                "LD_PRELOAD=" + library,
                // Timers would run amok.
                "DONT_FAKE_MONOTONIC=1",
                "FAKETIME_TIMESTAMP_FILE=" + file.toAbsolutePath(),
                "FAKETIME_NO_CACHE=1");
    }

    /** At once, since processes read it at any time. */
    private void write(Duration offset) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, String.format(Locale.ROOT, "%+.3f", offset.toMillis() / MILLIS_PER_SECOND) + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock cannot be set", e);
        }
    }

    private static Optional<Path> library() {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, "faketime", LIBRARY))
                .filter(Files::isReadable)
                .findFirst();
    }
}
