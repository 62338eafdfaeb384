package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session between a store and a real Cassandra that can hold back statements: as a process that is paused before it
 * sends, or before it reads the answer, or as a network that loses an answer or brings a request late.
 */
final class HeldSession {

    /** What happens to the statements that are held. */
    enum Fault {
        /** It is sent when it is let go, and its answer is delivered then. */
        PAUSED_BEFORE,
        /** It is sent at once, and its answer is delivered when it is let go. */
        PAUSED_AFTER,
        /** It is sent at once, and its sender hears of a time-out. */
        ANSWER_LOST,
        /** Its sender hears of a time-out at once; it is sent when it is let go. */
        LATE
    }

    /** A statement that was held back. */
    final class Held {

        private final Statement<?> statement;
        private final Fault fault;
        private final CompletableFuture<AsyncResultSet> told;
        private @Nullable CompletionStage<AsyncResultSet> sent;

        private Held(Statement<?> statement, Fault fault) {
            this.statement = statement;
            this.fault = fault;
            this.told = new CompletableFuture<>();
        }

        /** Lets it go, and waits until Cassandra has answered. */
        void letGo() {
            CompletionStage<AsyncResultSet> answer = sent == null ? real.executeAsync(statement) : sent;
            AsyncResultSet rows =
                    answer.toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
            told.complete(rows);
        }
    }

    private final CqlSession real;
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private volatile @Nullable String beginning;
    private volatile Fault fault = Fault.PAUSED_BEFORE;

    HeldSession(CqlSession real) {
        this.real = real;
    }

    /** Returns the session to give to a store. */
    CqlSession session() {
        return (CqlSession) Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(), new Class<?>[] {CqlSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("executeAsync")
                            && arguments.length == 1
                            && arguments[0] instanceof Statement<?> statement) {
                        return execute(statement);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Holds the next statement that begins like this, once. */
    void holdNext(String statement, Fault how) {
        held.clear();
        fault = how;
        beginning = statement;
    }

    /** Returns whether the statement came that is to be held. */
    boolean isHolding() {
        return beginning == null;
    }

    /** Waits for the statement that is held. */
    Held held() {
        try {
            Held found = held.poll(15, TimeUnit.SECONDS);
            if (found == null) {
                throw new AssertionError("No statement came that begins with " + beginning);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private CompletionStage<AsyncResultSet> execute(Statement<?> statement) {
        if (!isWanted(statement)) {
            return real.executeAsync(statement);
        }
        Held caught = new Held(statement, fault);
        if (caught.fault == Fault.PAUSED_BEFORE) {
            held.add(caught);
            return caught.told;
        }
        DriverTimeoutException timeout = new DriverTimeoutException("Query timed out after 12 seconds");
        if (caught.fault == Fault.LATE) {
            held.add(caught);
            return CompletableFuture.failedFuture(timeout);
        }
        CompletionStage<AsyncResultSet> sent = real.executeAsync(statement);
        caught.sent = sent;
        var unused = sent.whenComplete((rows, failure) -> {
            held.add(caught);
            if (caught.fault == Fault.ANSWER_LOST) {
                caught.told.completeExceptionally(timeout);
            }
        });
        return caught.told;
    }

    private synchronized boolean isWanted(Statement<?> statement) {
        String wanted = beginning;
        if (wanted == null || !text(statement).startsWith(wanted)) {
            return false;
        }
        beginning = null;
        return true;
    }

    private static String text(Statement<?> statement) {
        if (statement instanceof BatchStatement batch) {
            return text((Statement<?>) batch.iterator().next());
        }
        return statement instanceof BoundStatement bound
                ? bound.getPreparedStatement().getQuery()
                : ((SimpleStatement) statement).getQuery();
    }
}
