package dev.substrate.store.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that waits for the writer: what to do inside the transaction, and whom to tell after the commit. */
final class WriteOperation<T> {

    /** What to do inside the transaction. A runtime exception, thrown before anything is written, refuses it alone. */
    interface Step<T> {
        T run(WriterSession session) throws SQLException;
    }

    private final Step<T> step;
    private final int rows;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    /**
     * @param rows about how many rows it writes
     * @param step what to do; may be done again after a transaction that was rolled back
     */
    WriteOperation(int rows, Step<T> step) {
        this.rows = rows;
        this.step = step;
    }

    static WriteOperation<Boolean> nothing() {
        return new WriteOperation<>(0, session -> true);
    }

    int rows() {
        return rows;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    void run(WriterSession session) throws SQLException {
        refusal = null;
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

    /** Fails this operation with its transaction, also if it was refused: what it was refused for is not to be relied on. */
    void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }
}
