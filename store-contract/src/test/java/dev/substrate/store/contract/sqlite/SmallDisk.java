package dev.substrate.store.contract.sqlite;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Capability;
import dev.substrate.store.contract.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of a few MiB that is full whenever a test wants it to be. */
final class SmallDisk implements Fault {

    private static final int SIZE_MIB = 16;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static Capability<Fault> capability(Path folder) {
        if (!"root".equals(System.getProperty("user.name")) || !Files.exists(Path.of("/proc/mounts"))) {
            return Capability.none("Only root on Linux can mount a small file system");
        }
        return Capability.of(() -> mounted(folder));
    }

    private static SmallDisk mounted(Path folder) throws IOException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_MIB + "m", "substrate-test", folder.toString());
        return new SmallDisk(folder);
    }

    @Override
    public Config settings() {
        return SqliteHarness.settingsOf(folder.resolve("store.db"));
    }

    @Override
    public void begin() throws IOException {
        Path filler = folder.resolve("filler");
        try (OutputStream file = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            for (int written = 0; written < SIZE_MIB << 20; written += block.length) {
                file.write(block);
            }
            throw new IOException("The small file system does not fill up");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    @Override
    public void end() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        // Lazily: a store that was just closed may still hold the file for a moment.
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
