package dev.substrate.cli;

import dev.substrate.cli.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One run of the command in this process.
 *
 * @param exitCode how it ended
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Run(int exitCode, String out, String err) {

    /** Runs the command with nothing to read and no environment but the search path. */
    public static Run of(String... args) {
        return with("", args);
    }

    /** Runs the command with {@code input} on standard input. */
    public static Run with(String input, String... args) {
        return of(input, false, args);
    }

    /** Runs the command for somebody at a terminal who types {@code input}. */
    public static Run typing(String input, String... args) {
        return of(input, true, args);
    }

    private static Run of(String input, boolean asks, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                asks,
                Map.of("PATH", System.getenv().getOrDefault("PATH", "")));
        int exitCode = Main.run(shell, args);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
