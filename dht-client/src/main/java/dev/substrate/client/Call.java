package dev.substrate.client;

import dev.substrate.record.RecordId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One operation under way: what to send, and what answers mean. It may be sent several times, to several nodes. Its methods are
 * called by one thread at a time.
 *
 * @param <R> the result of the operation
 */
abstract class Call<R> {

    /** What follows from an answer, or from none. */
    sealed interface Step<R> {
        /** The operation has ended. */
        record Done<R>(R result) implements Step<R> {}

        /** The operation has failed. */
        record Failed<R>(RuntimeException failure) implements Step<R> {}

        /** Send it again at once, to the owner's node if it is known. */
        record SendNow<R>() implements Step<R> {}

        /** Send it to another node, at once if there is one that was not asked in this round. */
        record SendElsewhere<R>() implements Step<R> {}

        /** Send it again after a short pause, which grows. */
        record SendSoon<R>() implements Step<R> {}

        /** Wait for the answer to another attempt. */
        record Wait<R>() implements Step<R> {}
    }

    private final RecordId id;
    private final Duration deadline;
    private final CompletableFuture<R> result = new CompletableFuture<>();

    Call(RecordId id, Duration deadline) {
        this.id = id;
        this.deadline = deadline;
    }

    final RecordId id() {
        return id;
    }

    final Duration deadline() {
        return deadline;
    }

    final CompletableFuture<R> result() {
        return result;
    }

    /** Returns what to ask of a node now; each call of the method is an attempt. */
    abstract Request next();

    abstract Step<R> onAnswer(Answer answer);

    /** Takes that an attempt never reached a node. */
    abstract Step<R> onNotSent(String reason);

    /** Takes that an attempt may have reached a node, and that its answer will not come. */
    abstract Step<R> onLost(String reason);

    /** Asks whether to send again, as no answer came for a while. */
    abstract Step<R> onSilence();

    /** Ends the operation at its deadline, or with the client. */
    abstract void expire(CompletableFuture<R> result, String why);

    /** Ends the operation at the door, before it was ever sent. */
    abstract void turnAway(CompletableFuture<R> result, String bound);
}
