package dev.substrate.store.sqlite;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process after the other write to the file. To be entered and left by one thread.
 *
 * <p>Only for fairness and speed: SQLite's own lock keeps writers apart, but waits by polling with growing pauses, which
 * starves a process when others are busy. The kernel wakes whoever waits here, and opens the turnstile when a process dies.
 * A process that is stopped in the turnstile does not hold the others up for ever: once they have waited for as long as a
 * lock may take, they go past it until it is free.
 */
final class ProcessTurnstile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTurnstile.class);
    private static final int CHECKS_PER_WAIT = 4;
    private static final long NOT_WAITING = 0;

    private final Path file;
    private final long waitNanosMax;

    /**
     * Ends a wait that takes too long by closing the channel: the kernel knows no time-out for it. It looks now and then,
     * so that the many short waits cost nothing; and waiting in another thread would make whose turn it is start late.
     */
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "substrate-sqlite-turnstile");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> checks;
    private volatile FileChannel channel;
    private volatile long waitingSince = NOT_WAITING;
    private volatile boolean closed;
    private @Nullable FileLock lock;
    private boolean passing;

    ProcessTurnstile(Path storeFile, Duration waitMax) throws IOException {
        file = storeFile.resolveSibling(storeFile.getFileName() + ".turn");
        waitNanosMax = waitMax.toNanos();
        channel = open();
        long pause = Math.max(1, waitMax.toMillis() / CHECKS_PER_WAIT);
        checks = watch.scheduleWithFixedDelay(this::endLongWait, pause, pause, TimeUnit.MILLISECONDS);
    }

    void enter() throws IOException {
        try {
            if (passing) {
                lock = channel.tryLock();
                passing = lock == null;
            } else {
                long now = System.nanoTime();
                waitingSince = now == NOT_WAITING ? 1 : now;
                lock = channel.lock();
            }
        } catch (OverlappingFileLockException e) {
            // Another store of this process holds it, as happens in tests: SQLite's own lock is enough.
            lock = null;
        } catch (ClosedChannelException e) {
            if (closed) {
                throw e;
            }
            LOG.warn("Another process stands still in {}; going past it until it is free", file);
            passing = true;
            channel = open();
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    /** Never fails: what was written in between counts, however this ends. */
    void leave() {
        FileLock held = lock;
        lock = null;
        try {
            if (held != null) {
                held.release();
            }
        } catch (IOException e) {
            LOG.debug("The wait was ended in the moment in which it was over, and the lock with it", e);
        }
    }

    private void endLongWait() {
        FileChannel waitedFor = channel;
        long since = waitingSince;
        if (since != NOT_WAITING && System.nanoTime() - since > waitNanosMax) {
            try {
                waitedFor.close();
            } catch (IOException e) {
                LOG.debug("The turnstile did not close", e);
            }
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        checks.cancel(false);
        watch.shutdownNow();
        channel.close();
    }
}
