package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The questions that wait. Any thread adds some; one thread takes all of them at a time, and is woken only if it sleeps: not
 * by each of the many that come while it looks at the store.
 *
 * <p>A linked stack, as by R. K. Treiber: whoever adds a question is never held up by a lock whose holder does not run.
 */
final class Questions {

    private static final Question SLEEPING = mark();
    private static final Question CLOSED = mark();

    private final AtomicReference<@Nullable Question> newest = new AtomicReference<>();
    private final int max;
    private @Nullable Thread taker;

    /** @param max how many may wait */
    Questions(int max) {
        this.max = max;
    }

    private static Question mark() {
        return new Question(new ShardKey("none", 0), 0);
    }

    /** Adds a question, or fails it at once if too many wait or nobody will answer any more. */
    void add(Question question) {
        while (true) {
            Question before = newest.get();
            if (before == CLOSED) {
                question.completeExceptionally(QueryThread.closed());
                return;
            }
            boolean sleeping = before == SLEEPING;
            question.older = sleeping ? null : before;
            question.waiting = question.older == null ? 1 : question.older.waiting + 1;
            if (question.waiting > max) {
                question.completeExceptionally(new StoreException(
                        StoreException.Kind.BUSY, "substrate.sqlite.reads-waiting-max operations wait already"));
                return;
            }
            if (newest.compareAndSet(before, question)) {
                if (sleeping) {
                    LockSupport.unpark(taker);
                }
                return;
            }
        }
    }

    /** Waits for questions and takes all, oldest first. For one thread. */
    void take(List<Question> taken) throws InterruptedException {
        taker = Thread.currentThread();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Question present = newest.get();
            if (present == SLEEPING) {
                LockSupport.park(this);
            } else if (present == null) {
                // If this fails, a question has come.
                newest.compareAndSet(null, SLEEPING);
            } else {
                addAll(taken, newest.getAndSet(null));
                return;
            }
        }
    }

    /** Takes what waits; what comes later fails at once. */
    void close(List<Question> taken) {
        addAll(taken, newest.getAndSet(CLOSED));
    }

    int size() {
        Question present = newest.get();
        return present == null ? 0 : present.waiting;
    }

    private static void addAll(List<Question> taken, @Nullable Question youngest) {
        int from = taken.size();
        Question question = youngest == SLEEPING || youngest == CLOSED ? null : youngest;
        while (question != null) {
            taken.add(question);
            Question older = question.older;
            // Who keeps an answer does not keep all that were asked before.
            question.older = null;
            question = older;
        }
        Collections.reverse(taken.subList(from, taken.size()));
    }
}
