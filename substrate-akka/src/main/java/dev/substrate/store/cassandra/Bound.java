package dev.substrate.store.cassandra;

import dev.substrate.fence.FenceLostException;
import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets so many operations wait, and turns the others away. Safe for several threads. */
final class Bound {

    private final AtomicInteger waiting = new AtomicInteger();
    private final int max;
    private final String setting;

    /**
     * @param setting the setting's name
     * @param gauge what the number of those who wait is called
     */
    Bound(int max, String setting, MeterRegistry meters, String gauge) {
        this.max = max;
        this.setting = setting;
        meters.gauge(gauge, waiting);
    }

    /** Returns the setting's name if an operation would be turned away now. */
    Optional<String> reached() {
        return waiting.get() >= max ? Optional.of(setting) : Optional.empty();
    }

    /** Begins an operation, or refuses it; failures that it throws become failures of what is returned. */
    <T> CompletableFuture<T> within(Supplier<CompletableFuture<T>> operation) {
        if (waiting.incrementAndGet() > max) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(new StoreException(
                    StoreException.Kind.BUSY, "Nothing was written: " + setting + " operations wait already"));
        }
        CompletableFuture<T> begun;
        try {
            begun = operation.get();
        } catch (FenceLostException | IllegalStateException | IllegalArgumentException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        return begun.whenComplete((done, failure) -> waiting.decrementAndGet());
    }
}
