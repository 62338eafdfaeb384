package dev.substrate.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process after the other write to the file.
 *
 * <p>Only for fairness and speed: SQLite's own lock keeps writers apart, but waits by polling with growing pauses, which
 * starves a process when others are busy. The kernel wakes whoever waits here, and opens the turnstile when a process dies.
 */
final class ProcessTurnstile implements AutoCloseable {

    private final FileChannel channel;
    private @Nullable FileLock lock;

    ProcessTurnstile(Path storeFile) throws IOException {
        channel = FileChannel.open(
                storeFile.resolveSibling(storeFile.getFileName() + ".turn"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    void enter() throws IOException {
        try {
            lock = channel.lock();
        } catch (OverlappingFileLockException e) {
            // Another store of this process holds it, as happens in tests: SQLite's own lock is enough.
            lock = null;
        }
    }

    void leave() throws IOException {
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
