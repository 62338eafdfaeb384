package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the command in a process of its own, which can be killed. */
final class CommandProcess {

    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CommandProcess start(Path folder, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.substrate.cli.Main"));
        command.addAll(List.of(args));
        Path output = Files.createTempFile(folder, "command", ".txt");
        return new CommandProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** Runs the command, which must succeed, and returns what it said. */
    static String run(Path folder, String... args) throws Exception {
        CommandProcess command = start(folder, args);
        int exitCode = command.process.waitFor();
        assertThat(exitCode).as(command.said()).isZero();
        return command.said();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String said() throws IOException {
        return Files.readString(output);
    }
}
