package dev.substrate.cli.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts a process under a small shell, its keeper, that notes how it ended and may start it again.
 *
 * <p>The keeper lives on when the command that started it ends: it is deaf to the terminal's signals, and so is the
 * process.
 */
final class Keeper {

    private static final long LOG_BYTES_MAX = 64L * 1024 * 1024;

    private final Map<String, String> env;

    Keeper(Map<String, String> env) {
        this.env = env;
    }

    /**
     * Starts a process; returns as soon as there is its keeper.
     *
     * @param script what the keeper does: $1 is the directory, the rest the command
     * @param variables more environment variables for the process
     */
    void start(DevProcess kept, String script, List<String> command, Map<String, String> variables) throws IOException {
        Files.createDirectories(kept.dir());
        Files.deleteIfExists(kept.pidFile());
        Files.deleteIfExists(kept.exitFile());
        Files.deleteIfExists(kept.previousExitFile());
        rotate(kept.logFile());
        List<String> all = new ArrayList<>();
        if (onPath("setsid")) {
            all.add("setsid");
        }
        all.addAll(List.of("sh", "-c", script, "substrate-keeper", kept.dir().toString()));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(kept.logFile().toFile()));
        builder.environment().putAll(variables);
        Process keeper = builder.start();
        // The keeper says so itself too, but only once it runs; until then another command must not start a second one.
        // Moved into its place, as the keeper does it: who looks meanwhile must not find an empty file.
        Path written = Files.writeString(kept.keeperPidFile().resolveSibling("keeper.pid.start"), keeper.pid() + "\n");
        Files.move(written, kept.keeperPidFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean onPath(String program) {
        return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    /** Returns the options in a variable, separated by spaces. */
    List<String> options(String variable) {
        return Arrays.stream(env.getOrDefault(variable, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
