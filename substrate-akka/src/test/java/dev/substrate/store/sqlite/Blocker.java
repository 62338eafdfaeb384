package dev.substrate.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process, which holds the lock on a file until it is told to let go. */
final class Blocker implements AutoCloseable {

    private final Process process;

    Blocker(Path file) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Blocker.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != 'L') {
            throw new IOException("The other process did not get the lock");
        }
    }

    /** What the other process does. */
    public static void main(String[] args) throws IOException {
        try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            System.out.write('L');
            System.out.flush();
            if (System.in.read() >= 0 && lock.isValid()) {
                System.err.println("told to let go");
            }
        }
    }

    void release() throws IOException, InterruptedException {
        process.getOutputStream().write("go".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
