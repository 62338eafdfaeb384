package dev.substrate.store.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Something that a harness can do to its engine, or the reason why it cannot.
 *
 * @param <T> what it can do
 */
public final class Capability<T extends AutoCloseable> {

    /**
     * Makes ready what a test is to use.
     *
     * @param <T> what the test uses
     */
    @FunctionalInterface
    public interface Supply<T> {

        /** Makes it ready; the test closes it. */
        T get() throws Exception;
    }

    private final @Nullable Supply<? extends T> supply;
    private final String reason;

    private Capability(@Nullable Supply<? extends T> supply, String reason) {
        this.supply = supply;
        this.reason = reason;
    }

    /** Says that it can be done. */
    public static <T extends AutoCloseable> Capability<T> of(Supply<? extends T> supply) {
        return new Capability<>(supply, "");
    }

    /**
     * Says that it cannot be done.
     *
     * @param reason why not, as a sentence: either it cannot happen to this engine, or it cannot be brought about here
     */
    public static <T extends AutoCloseable> Capability<T> none(String reason) {
        return new Capability<>(null, reason);
    }

    /** Returns what was made ready, or skips the test that asks for it, with the reason. */
    T use() throws Exception {
        if (supply == null) {
            return Assumptions.<T>abort("Not checked with this store: " + reason);
        }
        return supply.get();
    }
}
