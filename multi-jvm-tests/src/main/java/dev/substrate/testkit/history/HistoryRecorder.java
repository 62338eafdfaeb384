package dev.substrate.testkit.history;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Collects what clients do, while they do it.
 *
 * <p>All clients of one recorder live in one JVM, because their operations are put in order by one monotonic clock. A
 * client with several threads is several clients. Safe for several threads, and does not lock.
 */
public final class HistoryRecorder {

    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanos;

    /** Makes a recorder with the clock of {@link System#nanoTime}. */
    public HistoryRecorder() {
        this(System::nanoTime);
    }

    /**
     * Makes a recorder with another clock.
     *
     * @param nanos never goes back, for no thread
     */
    public HistoryRecorder(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Begins an operation. To be called before anything is sent.
     *
     * @param client who wants it
     * @param key what it is about
     * @return what is to be told how it ended
     */
    public Call invoke(String client, String key, Action action) {
        Call call = new Call(client, key, action, nanos);
        calls.add(call);
        return call;
    }

    /**
     * Does an operation and records how it ended. An interrupted one is of unknown outcome; whoever interrupted the
     * thread still finds it interrupted.
     *
     * @param task does it and returns its result
     * @param classify says how an operation ended that threw an exception: refused only if it never takes effect
     * @return how it ended
     */
    public Ending record(
            String client, String key, Action action, Callable<?> task, Function<Exception, Ending> classify) {
        Call call = invoke(client, key, action);
        Ending ending;
        try {
            ending = Ending.ok(task.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending = Ending.unknown("interrupted");
        } catch (Exception e) {
            ending = classify.apply(e);
        }
        call.end(ending);
        return ending;
    }

    /** Returns the clock's time now, to tell operations that began later from those that began before. */
    public long now() {
        return nanos.getAsLong();
    }

    /**
     * Returns all that was done so far; what has not ended yet is of unknown outcome. May be called while clients go on:
     * an operation is collected before it can have any effect, so none is missing whose effect another one has seen.
     */
    public History history() {
        return new History(calls.stream().map(Call::operation).toList());
    }
}
