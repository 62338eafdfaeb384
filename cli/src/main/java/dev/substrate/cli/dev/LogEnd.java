package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shows the end of a log to somebody who wonders what went wrong. */
final class LogEnd {

    private static final int LINES = 15;

    private LogEnd() {}

    static void show(Shell shell, Path log) {
        shell.note("");
        shell.note("Last lines of " + log + ":");
        lastLines(log).forEach(line -> shell.note("  " + line));
    }

    private static List<String> lastLines(Path file) {
        try {
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of("(cannot be read: " + e.getMessage() + ")");
        }
    }
}
