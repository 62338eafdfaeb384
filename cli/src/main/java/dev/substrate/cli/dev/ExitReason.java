package dev.substrate.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads why a process ended. */
final class ExitReason {

    private ExitReason() {}

    /** Returns the first line of the file, unless it is blank or there is none. */
    static Optional<String> read(Path file) {
        try {
            return Files.readString(file).lines().findFirst().filter(line -> !line.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
