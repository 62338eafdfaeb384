package dev.substrate.dht.common;

import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordException;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Operations on several records, each for itself, and what becomes of their failures. */
public final class Batch {

    private Batch() {}

    /** Reads each of several records once. */
    public static <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> read(
            Collection<RecordKey<T>> keys, Function<RecordKey<T>, CompletionStage<Optional<Versioned<T>>>> get) {
        Map<RecordKey<T>, CompletionStage<ReadOutcome<T>>> reads = new LinkedHashMap<>();
        for (RecordKey<T> key : keys) {
            reads.computeIfAbsent(
                    key,
                    one -> get.apply(one)
                            .<ReadOutcome<T>>thenApply(found -> found.<ReadOutcome<T>>map(ReadOutcome.Found::new)
                                    .orElseGet(() -> new ReadOutcome.Absent<>(one.uri())))
                            .exceptionally(failure -> failed(one, failure)));
        }
        return all(reads);
    }

    /** Waits for all, and returns what became of each, in the same order. */
    public static <K, V> CompletionStage<Map<K, V>> all(Map<K, CompletionStage<V>> stages) {
        CompletableFuture<?>[] each = stages.values().stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(each).thenApply(done -> {
            Map<K, V> results = new LinkedHashMap<>();
            stages.forEach(
                    (key, stage) -> results.put(key, stage.toCompletableFuture().join()));
            return results;
        });
    }

    /** Makes of the damage that the read of an update met what a write makes of it. */
    public static <T> CompletionStage<WriteOutcome<T>> damaged(Throwable failure) {
        return unwrapped(failure) instanceof RecordDamagedException damage
                ? CompletableFuture.completedFuture(new WriteOutcome.Damaged<>(damage.uri(), damage.reason()))
                : CompletableFuture.failedFuture(failure);
    }

    private static <T> ReadOutcome<T> failed(RecordKey<T> key, Throwable failure) {
        Throwable cause = unwrapped(failure);
        return new ReadOutcome.Failed<>(
                key.uri(),
                cause instanceof RecordException known
                        ? known
                        : new RecordUnavailableException("'" + key.uri() + "' could not be read: " + cause));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
