package dev.substrate.testkit.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A nemesis on a thread of its own. */
final class Harming {

    private final Thread thread;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    Harming(Nemesis nemesis, NemesisRun run) {
        thread = new Thread(
                () -> {
                    try {
                        nemesis.run(run);
                        ended.complete(true);
                    } catch (Throwable thrown) {
                        // Whatever it is, the one who waits for the end is to see it.
                        ended.completeExceptionally(thrown);
                    }
                },
                "test-nemesis");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Waits for the end, and throws what it threw. */
    void end() throws Exception {
        try {
            ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        }
    }

    /** Tells it to end, and waits until it has. */
    void interrupt() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
