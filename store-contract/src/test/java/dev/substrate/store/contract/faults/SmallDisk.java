package dev.substrate.store.contract.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of its own that is full whenever a test wants it to be. */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK_BYTES = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Returns why there can be none here, if so. */
    public static Optional<String> impossible() {
        return "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/proc/mounts"))
                ? Optional.empty()
                : Optional.of("Only root on Linux can mount a small file system");
    }

    /** Mounts one in memory. */
    public static SmallDisk mount(Path folder, int sizeMib) throws IOException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + sizeMib + "m", "substrate-test", folder.toString());
        return new SmallDisk(folder);
    }

    /** Returns where it is. */
    public Path folder() {
        return folder;
    }

    /** Leaves no byte free. */
    public void fill() throws IOException {
        try (OutputStream file = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK_BYTES];
            long written = 0;
            while (written < Files.getFileStore(folder).getTotalSpace()) {
                file.write(block);
                written += block.length;
            }
            throw new IllegalStateException("The small file system does not fill up");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Frees what was filled. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Unmounts it, lazily: a store that was just closed may still hold a file for a moment. */
    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
