package dev.substrate.store.contract;

import dev.substrate.fence.FenceLostException;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param value what it returned, if it succeeded
 * @param failure what it failed with, if it failed
 * @param <T> what it returns
 */
record Ending<T>(@Nullable T value, @Nullable RuntimeException failure) {

    /** Waits for an operation; it must end in time and with a failure of the contract, if with one. */
    static <T> Ending<T> of(CompletionStage<T> operation, Duration endsWithin) {
        try {
            return new Ending<>(
                    operation.toCompletableFuture().get(endsWithin.toMillis(), TimeUnit.MILLISECONDS), null);
        } catch (TimeoutException e) {
            throw new AssertionError("An operation did not end within " + endsWithin, e);
        } catch (ExecutionException e) {
            return failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an operation", e);
        }
    }

    /** Turns what a stage failed with into an ending; it must be a failure of the contract. */
    static <T> Ending<T> failed(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StoreException typed) {
            return new Ending<>(null, typed);
        }
        if (cause instanceof FenceLostException typed) {
            return new Ending<>(null, typed);
        }
        throw new AssertionError("Failures are StoreExceptions or FenceLostExceptions, not " + cause, cause);
    }

    boolean acknowledged() {
        return failure == null;
    }

    boolean fenceLost() {
        return failure instanceof FenceLostException;
    }

    /** Returns whether a write may have happened: some engines hold it already when they find that the fence is lost. */
    boolean mayHaveHappened() {
        return acknowledged() || fenceLost() || isAnyOf(StoreException.Kind.UNKNOWN);
    }

    boolean isAnyOf(StoreException.Kind... kinds) {
        return failure instanceof StoreException typed && Arrays.asList(kinds).contains(typed.kind());
    }

    @SuppressWarnings("NullAway")
    T get() {
        if (failure != null) {
            throw new AssertionError("An operation must succeed, but " + describe(), failure);
        }
        return value;
    }

    String describe() {
        if (failure == null) {
            return "it succeeded with " + value;
        }
        return "it failed with "
                + (failure instanceof StoreException typed
                        ? typed.kind() + ": "
                        : failure.getClass().getSimpleName() + ": ")
                + failure.getMessage();
    }
}
