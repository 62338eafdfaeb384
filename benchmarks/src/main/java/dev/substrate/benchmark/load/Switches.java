package dev.substrate.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts how often threads of this process had nothing to do and went to sleep, as Linux counts voluntary context switches:
 * each is a thread that somebody has to wake up.
 */
final class Switches {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String COUNT = "voluntary_ctxt_switches:";

    private Switches() {}

    /** Returns how often so far, all threads that are alive together; 0 where that is not counted. */
    static long count() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToLong(Switches::of).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The context switches cannot be counted", e);
        }
    }

    private static long of(Path task) {
        List<String> lines;
        try {
            lines = Files.readAllLines(task.resolve("status"));
        } catch (IOException e) {
            // The thread has ended meanwhile.
            return 0;
        }
        return lines.stream()
                .filter(line -> line.startsWith(COUNT))
                .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).strip()))
                .sum();
    }
}
