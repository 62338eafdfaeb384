package dev.substrate.store.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Makes every attempt of this process to sync a file to the disk fail, by means of strace. */
final class FailingSync implements AutoCloseable {

    private final Process strace;
    private final Path said;

    /** @throws TestAbortedException if this machine does not allow it: the test is then skipped, with the reason */
    FailingSync(Path folder) throws IOException {
        said = folder.resolve("strace.log");
        try {
            strace = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-p",
                            Long.toString(ProcessHandle.current().pid()),
                            "-e",
                            "trace=fdatasync,fsync",
                            "-e",
                            "inject=fdatasync,fsync:error=EIO")
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new TestAbortedException("There is no strace here: " + e.getMessage(), e);
        }
    }

    /** @throws TestAbortedException if strace has given up */
    void assumeThatItRuns() throws IOException {
        if (!strace.isAlive()) {
            throw new TestAbortedException(
                    "strace cannot be used here: " + Files.readString(said, StandardCharsets.UTF_8));
        }
    }

    /** Lets syncing work again. */
    @Override
    public void close() throws IOException {
        // The signal on which it lets go of the process; killing it outright would not be so gentle.
        strace.destroy();
        try {
            if (!strace.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException("strace does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
