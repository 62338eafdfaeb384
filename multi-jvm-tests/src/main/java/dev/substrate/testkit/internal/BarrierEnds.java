package dev.substrate.testkit.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The node's end of the barriers: asks the test's process to be let in, and waits. */
final class BarrierEnds {

    private final FrameWriter toTest;
    private final AtomicLong lastEntry = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

    BarrierEnds(FrameWriter toTest) {
        this.toTest = toTest;
    }

    void enter(String name, Set<Integer> nodes, Duration atMost) {
        long entry = lastEntry.incrementAndGet();
        CompletableFuture<String> opened = new CompletableFuture<>();
        waiting.put(entry, opened);
        try {
            toTest.write(new Frame(Frame.Kind.BARRIER, entry, Payload.write(new BarrierEntry(name, nodes))));
            String refusal = opened.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (!refusal.isEmpty()) {
                throw new IllegalStateException("The barrier '" + name + "' stays closed: " + refusal);
            }
        } catch (TimeoutException e) {
            leave(entry);
            throw new AssertionError(
                    "The barrier '" + name + "' did not open within " + atMost + "; it waits for the nodes "
                            + new TreeSet<>(nodes),
                    e);
        } catch (InterruptedException e) {
            leave(entry);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting at the barrier '" + name + "'", e);
        } catch (ExecutionException | IOException e) {
            throw new IllegalStateException("No way to the barrier '" + name + "'", e);
        } finally {
            waiting.remove(entry);
        }
    }

    /** Tells the test's process that nobody waits any more: it must not count who has gone. */
    private void leave(long entry) {
        try {
            toTest.write(new Frame(Frame.Kind.BARRIER_LEFT, entry, new byte[0]));
        } catch (IOException e) {
            // The test process is gone; the thread that reads from it ends this one.
            System.err.println("No way to leave a barrier: " + e);
        }
    }

    void opened(Frame answer) throws IOException {
        CompletableFuture<String> opened = waiting.remove(answer.callId());
        if (opened != null) {
            try {
                opened.complete(String.valueOf(Payload.read(answer.payload())));
            } catch (ClassNotFoundException e) {
                throw new IOException("Not an answer of a barrier", e);
            }
        }
    }
}
