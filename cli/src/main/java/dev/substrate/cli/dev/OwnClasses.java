package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Folders and jars with services that a person wants all nodes of a local cluster to find. Their names are kept in its folder. */
final class OwnClasses {

    private static final String FILE = "cluster.classpath";

    private OwnClasses() {}

    /** Returns the class path as it is kept; empty if there is none. */
    static String in(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    /** Keeps a class path from now on; nodes find it when they are started. */
    static void adopt(Path dir, String classPath, boolean nodesAreRunning) {
        String absolute = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(OwnClasses::existing)
                .collect(Collectors.joining(File.pathSeparator));
        try {
            if (nodesAreRunning && !in(dir).equals(absolute)) {
                throw CliException.failed("The cluster in " + dir + " is running with another class path than "
                        + classPath + ". Stop it first with 'substrate dev stop'");
            }
            Files.createDirectories(dir);
            Files.writeString(dir.resolve(FILE), absolute + "\n");
        } catch (IOException e) {
            throw CliException.failed("Cannot use the data directory " + dir + ": " + e.getMessage());
        }
    }

    private static String existing(String entry) {
        Path path = Path.of(entry).toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            throw CliException.usage("--classpath names " + path + ", which is not there");
        }
        return path.toString();
    }
}
