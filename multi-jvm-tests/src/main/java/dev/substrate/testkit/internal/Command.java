package dev.substrate.testkit.internal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs tools of the operating system. */
public final class Command {

    private static final long DEADLINE_SECONDS = 30;

    // Where tools for administrators lie, which are not on everybody's path.
    private static final List<String> ADMINISTRATORS = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    private Command() {}

    /**
     * Runs a tool to its end, and returns what it has written.
     *
     * @throws IllegalStateException if it ends with an error, or not at all
     */
    public static String run(String... command) {
        return run("", List.of(command));
    }

    /** Runs a tool to its end with something to read. */
    public static String run(String input, List<String> command) {
        try {
            Path output = Files.createTempFile("network-command", ".txt");
            try {
                return run(input, command, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("'" + String.join(" ", command) + "' cannot be run", e);
        }
    }

    private static String run(String input, List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; why, it says itself.
        }
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "'" + String.join(" ", command) + "' did not end within " + DEADLINE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running '" + String.join(" ", command) + "'", e);
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output).strip();
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "'" + String.join(" ", command) + "' ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    /** Returns where a tool lies, if it is installed. */
    public static Optional<Path> find(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), ADMINISTRATORS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
