package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Collects the jars of a Cassandra server from Maven Central when they are wanted for the first time. */
final class ServerJars {

    private static final Duration COLLECT_DEADLINE = Duration.ofMinutes(15);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(10);

    private final Shell shell;
    private final Path home;

    ServerJars(Shell shell) {
        this.shell = shell;
        this.home = Path.of(shell.env().getOrDefault("SUBSTRATE_HOME", ""));
    }

    /**
     * Has Maven collect the jars if they are to come from the launcher's own source folder, and are not there or are not
     * those that the pom asks for now. Jars from elsewhere are their owner's affair.
     */
    void collectIfMissing() {
        Path module = home.resolve("local-cassandra").resolve("server");
        Path lib = module.resolve("target").resolve("lib");
        if (!lib.toString().equals(shell.env().get("SUBSTRATE_CASSANDRA_LIB"))) {
            return;
        }
        Path pom = module.resolve("pom.xml");
        Path collected = module.resolve("target").resolve("collected");
        try {
            if (!isNewer(collected, pom)) {
                deleteFilesIn(lib);
                Files.createDirectories(lib);
                collect(pom);
                Files.writeString(collected, "");
            }
        } catch (IOException e) {
            throw CliException.failed("Cannot collect the jars of Cassandra: " + e.getMessage());
        }
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) >= 0;
    }

    /** Of two versions in one folder the process would take either. */
    private static void deleteFilesIn(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private void collect(Path pom) throws IOException {
        Path log = pom.resolveSibling("target").resolve("collect.log");
        String command = "./mvnw -q -ntp -f " + home.relativize(pom) + " package";
        shell.note("Collecting the jars of Cassandra from Maven Central, once, 65 MB: " + command);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long startNanos = System.nanoTime();
        Process maven = builder.start();
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            Pause.until(
                    () -> {
                        line.show("Collecting ("
                                + Duration.ofNanos(System.nanoTime() - startNanos)
                                        .toSeconds() + " s)");
                        return !maven.isAlive();
                    },
                    COLLECT_DEADLINE);
        } finally {
            maven.destroy();
        }
        if (Pause.until(() -> !maven.isAlive(), Duration.ofSeconds(5)) && maven.exitValue() == 0) {
            return;
        }
        LogEnd.show(shell, log);
        throw CliException.failed("The jars of Cassandra cannot be collected");
    }
}
