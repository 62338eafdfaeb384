package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends the signals that Java has no method for. */
final class Signals {

    private Signals() {}

    static void pause(ProcessHandle process) {
        send("STOP", process);
    }

    static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String signal, ProcessHandle process) {
        // The shell's own kill: there is not always a program of that name.
        output("sh", "-c", "kill -" + signal + " " + process.pid());
    }

    /** Runs a short command and returns what it says. */
    static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw CliException.failed(String.join(" ", command) + ": " + output.strip());
            }
            return output.strip();
        } catch (IOException e) {
            throw CliException.failed("Cannot run " + command[0] + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while running " + command[0]);
        }
    }
}
