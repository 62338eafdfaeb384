package dev.substrate.cli.dev;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.substrate.cli.terminal.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings that a person wants all nodes of a local cluster to have besides those that it needs. Kept in its folder. */
final class OwnSettings {

    private static final String FILE = "cluster.conf";

    private OwnSettings() {}

    /** Returns where they are, if there are any. */
    static Path fileIn(Path dir) {
        return dir.resolve(FILE);
    }

    /** Keeps a copy of a file from now on. */
    static void adopt(Path dir, Path file, boolean nodesAreRunning) {
        String text = read(file);
        try {
            Path own = fileIn(dir);
            boolean same = Files.exists(own) && Files.readString(own).equals(text);
            if (nodesAreRunning && !same) {
                throw CliException.failed("The cluster in " + dir + " is running with other settings than those of "
                        + file + ". Stop it first with 'substrate dev stop'");
            }
            Files.createDirectories(dir);
            Files.writeString(own, text);
        } catch (IOException e) {
            throw CliException.failed("Cannot use the data directory " + dir + ": " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file);
            ConfigFactory.parseString(text);
            return text;
        } catch (IOException e) {
            throw CliException.usage("Cannot read the settings " + file + ": " + e.getMessage());
        } catch (ConfigException e) {
            throw CliException.usage(file + " holds no settings in HOCON: " + e.getMessage());
        }
    }
}
