package dev.substrate.store.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** A disk of a few megabytes that can be filled and freed. Mounting one needs the rights for it. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /** @throws TestAbortedException if this machine does not allow it: the test is then skipped, with the reason */
    static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
        String said;
        try {
            said = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        } catch (IOException e) {
            throw new TestAbortedException("There is no command 'mount' here: " + e.getMessage(), e);
        }
        if (!said.isEmpty()) {
            throw new TestAbortedException("A small disk cannot be mounted here: " + said);
        }
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Leaves no byte free. */
    void fill() throws IOException {
        byte[] kilobyte = new byte[1024];
        try (OutputStream file = Files.newOutputStream(filler)) {
            while (true) {
                file.write(kilobyte);
            }
        } catch (IOException e) {
            if (Files.size(filler) == 0) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler);
    }

    @Override
    public void close() throws IOException {
        try {
            // Lazily, since the stores of a failed test may still have the file open.
            run("umount", "-l", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a command; returns what it complained about. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return command[0] + " does not end";
        }
        return process.exitValue() == 0 ? "" : said + " (status " + process.exitValue() + ")";
    }
}
