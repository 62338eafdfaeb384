package dev.substrate.store.cassandra;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets so many operations of several steps be under way, and begins the others in the order in which they came: what an
 * operation holds between its steps would otherwise add up to whatever comes. Safe for several threads.
 */
final class AtOnce {

    private final int max;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean beginning;

    AtOnce(int max) {
        this.max = max;
    }

    /** Begins an operation now or later; failures that it throws become failures of what is returned. */
    <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(() -> begin(operation, result));
        }
        beginWaiting();
        return result;
    }

    private <T> void begin(Supplier<CompletableFuture<T>> operation, CompletableFuture<T> result) {
        CompletableFuture<T> begun;
        try {
            begun = operation.get();
        } catch (RuntimeException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        var unused = begun.whenComplete((done, failure) -> {
            synchronized (this) {
                underWay--;
            }
            beginWaiting();
            if (failure == null) {
                result.complete(done);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    /** One thread at a time, so that operations that end at once are begun in a loop and not each inside the one before. */
    private void beginWaiting() {
        while (true) {
            Runnable next;
            synchronized (this) {
                if (beginning || underWay == max || waiting.isEmpty()) {
                    return;
                }
                next = waiting.remove();
                underWay++;
                beginning = true;
            }
            next.run();
            synchronized (this) {
                beginning = false;
            }
        }
    }
}
