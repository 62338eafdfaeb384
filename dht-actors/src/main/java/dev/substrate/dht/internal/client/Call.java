package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One operation under way: what to send, and what replies mean. It may be sent several times, since messages to a node that
 * died are lost. Touched by the gateway alone, but for {@link #result}.
 *
 * @param <R> the result of the operation
 */
abstract class Call<R> {

    /** What follows from a reply. */
    sealed interface Step<R> {
        /** The operation has ended. */
        record Done<R>(R result) implements Step<R> {}

        /** The operation has failed. */
        record Failed<R>(RuntimeException failure) implements Step<R> {}

        /** Send it again at once. */
        record SendNow<R>() implements Step<R> {}

        /** Send it again after a short pause, which grows: the owner is changing, or busy, or its store does not answer. */
        record SendSoon<R>() implements Step<R> {}

        /** Wait for another reply, or for the time to send again. */
        record Wait<R>() implements Step<R> {}
    }

    private final RecordId id;
    private final Duration deadline;
    private final long beganNanos = System.nanoTime();
    private final CompletableFuture<R> result = new CompletableFuture<>();

    Call(RecordId id, Duration deadline) {
        this.id = id;
        this.deadline = deadline;
    }

    final RecordId id() {
        return id;
    }

    final RecordUri uri() {
        return id.uri();
    }

    final Duration deadline() {
        return deadline;
    }

    /** Returns when it began, on the clock of {@link System#nanoTime}. */
    final long beganNanos() {
        return beganNanos;
    }

    final CompletableFuture<R> result() {
        return result;
    }

    /** Returns what to ask of the record now; each call of the method is an attempt. */
    abstract Operation next();

    abstract Step<R> onReply(Reply reply);

    /** Asks whether to send again, as no reply came for a while. */
    Step<R> onSilence() {
        return new Step.SendNow<>();
    }

    /** Ends the operation at its deadline. */
    abstract void expire(CompletableFuture<R> result);

    /** Ends the operation at the door, before it was ever sent. */
    abstract void turnAway(CompletableFuture<R> result, String bound);
}
