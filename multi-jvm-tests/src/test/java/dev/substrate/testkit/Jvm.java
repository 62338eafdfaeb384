package dev.substrate.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own. */
final class Jvm {

    private Jvm() {}

    static Process start(Class<?> mainClass, String... args) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(NodeCommand.javaTool("java").toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", NodeCommand.classPath(), mainClass.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for a line that the process prints. */
    static String readLine(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The process ended before it printed anything");
        }
        return line;
    }
}
