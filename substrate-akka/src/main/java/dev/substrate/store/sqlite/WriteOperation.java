package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateRow;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that waits for the writer: what to do inside the transaction, and whom to tell after the commit. */
final class WriteOperation<T> {

    /** What to do inside the transaction. A runtime exception refuses this operation alone. */
    interface Step<T> {
        T run(WriterSession session) throws SQLException;
    }

    private final Step<T> step;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    private WriteOperation(Step<T> step) {
        this.step = step;
    }

    static WriteOperation<Long> raiseEpoch(ShardKey shard, String owner) {
        return new WriteOperation<>(session -> session.raiseEpoch(shard, owner));
    }

    static WriteOperation<Boolean> write(StateRow row) {
        return new WriteOperation<>(session -> session.write(row));
    }

    static WriteOperation<String> agree(String name, String value) {
        return new WriteOperation<>(session -> session.agree(name, value));
    }

    static WriteOperation<Boolean> probe(String who) {
        return new WriteOperation<>(session -> session.probe(who));
    }

    static WriteOperation<Boolean> nothing() {
        return new WriteOperation<>(session -> true);
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    void run(WriterSession session) throws SQLException {
        try {
            result = step.run(session);
        } catch (RuntimeException e) {
            refusal = e;
        }
    }

    /** Tells the result; to be called once the transaction is durable. */
    void succeed() {
        if (refusal == null) {
            answer.complete(result);
        } else {
            answer.completeExceptionally(refusal);
        }
    }

    void fail(RuntimeException failure) {
        answer.completeExceptionally(refusal == null ? failure : refusal);
    }
}
