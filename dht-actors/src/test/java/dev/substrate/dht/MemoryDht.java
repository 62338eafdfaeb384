package dev.substrate.dht;

import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A record store of text in memory, with the rules on versions and conditions, and somebody who may write in between. */
final class MemoryDht implements Dht {

    private final Map<RecordKey<?>, Versioned<?>> records = new HashMap<>();
    private Consumer<RecordKey<?>> beforeWrite = key -> {};
    private int writes;

    /** Calls this in front of each write. */
    void beforeWrite(Consumer<RecordKey<?>> action) {
        beforeWrite = action;
    }

    int writes() {
        return writes;
    }

    @Nullable
    String text(RecordKey<Json> key) {
        Versioned<Json> current = current(key);
        return current == null ? null : current.value().text();
    }

    void set(RecordKey<Json> key, String text) {
        store(key, new Json(text));
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(current(key)));
    }

    @Override
    public <T> CompletionStage<QueryPage<T>> query(Query<T> query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Watch watch(RecordKey<T> key, long fromVersion, RecordListener<T> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Watch watch(
            RecordType<T> type,
            @Nullable Place place,
            String idPrefix,
            @Nullable String resume,
            RecordListener<T> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        return get(key);
    }

    @Override
    public CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> getAll(Collection<RecordKey<T>> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(
            Map<RecordKey<T>, T> values, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        return update(key, current -> value, options);
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        beforeWrite.accept(key);
        Versioned<T> current = current(key);
        long version = current == null ? 0 : current.version();
        boolean holds = options.condition() instanceof Condition.AtVersion at
                ? at.version() == version
                : options.condition() != Condition.Absent.ABSENT || current == null;
        if (!holds) {
            return CompletableFuture.completedFuture(new WriteOutcome.Conflict<>(key.uri(), version, current));
        }
        T next = updater.update(current);
        writes++;
        return CompletableFuture.completedFuture(new WriteOutcome.Written<>(
                key.uri(), store(key, next).version(), Instant.EPOCH, current == null, false, next));
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    private <T> Versioned<T> store(RecordKey<T> key, T value) {
        Versioned<T> current = current(key);
        Versioned<T> next = new Versioned<>(
                new RecordHeaders(
                        RecordId.global(key.uri()),
                        current == null ? 1 : current.version() + 1,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        false,
                        1,
                        "",
                        ""),
                value);
        records.put(key, next);
        return next;
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable Versioned<T> current(RecordKey<T> key) {
        return (Versioned<T>) records.get(key);
    }
}
