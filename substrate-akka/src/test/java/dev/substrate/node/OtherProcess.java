package dev.substrate.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another Java process, which opens a node's folder, says how that went, and ends when its input does. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final String firstLine;

    private OtherProcess(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    static OtherProcess opening(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new OtherProcess(process, String.valueOf(output.readLine()));
    }

    String firstLine() {
        return firstLine;
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Runs in the other process. */
    public static void main(String[] args) throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(Path.of(args[0]), 1, 2)) {
            System.out.println("opened " + directory.id());
            int end = System.in.read();
            System.exit(end);
        } catch (NodeException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
