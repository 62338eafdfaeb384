package dev.substrate.testkit.history;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is under way. One of {@link #ok}, {@link #refused} and {@link #unknown} ends it; without that it stays
 * open, which means the same as unknown. Safe for several threads.
 */
public final class Call {

    private final String client;
    private final String key;
    private final Action action;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final long begun;

    Call(String client, String key, Action action, LongSupplier nanos) {
        this.client = client;
        this.key = key;
        this.action = action;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /**
     * Says that it was done and what it returned.
     *
     * @throws IllegalStateException if it has been said how it ended
     */
    public void ok(@Nullable Object result) {
        end(Ending.ok(result));
    }

    /**
     * Says that it was not done and never will be. Say it only if the system said so: an error is not a refusal.
     *
     * @throws IllegalStateException if it has been said how it ended
     */
    public void refused(String why) {
        end(Ending.refused(why));
    }

    /**
     * Says that nobody knows: it may take effect at any time, or never.
     *
     * @throws IllegalStateException if it has been said how it ended
     */
    public void unknown(String why) {
        end(Ending.unknown(why));
    }

    void end(Ending ending) {
        End first = new End(ending, nanos.getAsLong());
        if (!end.compareAndSet(null, first)) {
            throw new IllegalStateException(action + " of " + client + " has ended: " + end.get());
        }
    }

    Operation operation() {
        End known = end.get();
        return known == null
                ? new Operation(client, key, action, Ending.unknown("still open"), begun, Operation.OPEN)
                : new Operation(client, key, action, known.ending, begun, known.nanos);
    }

    private record End(Ending ending, long nanos) {}
}
