package dev.substrate.service.internal.message;

import dev.substrate.message.TransactionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A stage that completes on the pool for callbacks, with its transaction in the log context. */
final class Promise<T> {

    private final Executor callbacks;
    private final CallsUnderWay calls;
    private final TransactionId transaction;
    private final CompletableFuture<T> stage = new CompletableFuture<>();

    /** @param calls where the call is counted that it is the outcome of */
    Promise(Executor callbacks, CallsUnderWay calls, TransactionId transaction) {
        this.callbacks = callbacks;
        this.calls = calls;
        this.transaction = transaction;
    }

    CompletionStage<T> stage() {
        return stage;
    }

    /** Ends a call. */
    void end(Supplier<T> outcome) {
        calls.end();
        complete(outcome);
    }

    /** Ends a call that may not have been sent. */
    void end(String notSent, Supplier<T> outcome) {
        calls.end();
        if (notSent.isEmpty()) {
            complete(outcome);
        } else {
            refuse(notSent);
        }
    }

    /** Completes without there having been a call. */
    void complete(Supplier<T> outcome) {
        callbacks.execute(() -> Transactions.within(transaction, () -> {
            try {
                stage.complete(outcome.get());
            } catch (RuntimeException e) {
                stage.completeExceptionally(e);
            }
        }));
    }

    /** Fails, as there is no outcome to say that nothing was sent. */
    void refuse(String reason) {
        callbacks.execute(
                () -> Transactions.within(transaction, () -> stage.completeExceptionally(Outcomes.notSent(reason))));
    }
}
