package dev.substrate.store.sqlite;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process after the other write to the file.
 *
 * <p>Only for fairness and speed: SQLite's own lock keeps writers apart, but waits by polling with growing pauses, which
 * starves a process when others are busy. The kernel wakes whoever waits here, and opens the turnstile when a process dies.
 * A process that is stopped in the turnstile does not hold the others up for ever: they go past it when they have waited
 * for as long as a lock may take.
 */
final class ProcessTurnstile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTurnstile.class);

    private final FileChannel channel;
    private final long waitNanosMax;

    /** Waits for the lock in the place of the writer, since waiting for the kernel cannot be given up. */
    private final ExecutorService waiter = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "substrate-sqlite-turnstile");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable FileLock lock;
    private boolean inside;
    private boolean waiting;

    ProcessTurnstile(Path storeFile, Duration waitMax) throws IOException {
        waitNanosMax = waitMax.toNanos();
        channel = FileChannel.open(
                storeFile.resolveSibling(storeFile.getFileName() + ".turn"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    synchronized void enter() throws IOException {
        inside = true;
        if (waiting) {
            // Somebody stands in it since an earlier turn of ours.
            return;
        }
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another store of this process holds it, as happens in tests: SQLite's own lock is enough.
            return;
        }
        if (lock == null) {
            waiting = true;
            waiter.execute(this::waitForLock);
            awaitLock();
        }
    }

    private synchronized void awaitLock() throws IOException {
        long end = System.nanoTime() + waitNanosMax;
        try {
            for (long left = waitNanosMax; waiting && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inside = false;
            throw new InterruptedIOException("interrupted while another process wrote");
        }
        if (waiting) {
            LOG.warn("Another process stands in the turnstile of the store, perhaps stopped; going past it");
        }
    }

    private void waitForLock() {
        @Nullable FileLock got = null;
        try {
            got = channel.lock();
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("Did not get the turnstile's lock", e);
        }
        synchronized (this) {
            waiting = false;
            lock = got;
            if (!inside) {
                release();
            }
            notifyAll();
        }
    }

    synchronized void leave() {
        inside = false;
        release();
    }

    private synchronized void release() {
        if (lock != null) {
            try {
                lock.release();
            } catch (IOException e) {
                LOG.debug("The turnstile is closed already", e);
            }
            lock = null;
        }
    }

    @Override
    public void close() throws IOException {
        waiter.shutdown();
        channel.close();
    }
}
