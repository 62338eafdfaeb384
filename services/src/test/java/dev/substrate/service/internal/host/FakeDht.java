package dev.substrate.service.internal.host;

import dev.substrate.record.Dht;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A record store in memory whose readings can be held up, and that can be away. Safe for use by several threads. */
public final class FakeDht implements Dht {

    private final Map<RecordKey<?>, Versioned<?>> records = new HashMap<>();
    private final Map<RecordKey<?>, Long> deleted = new HashMap<>();
    private final Deque<Runnable> heldReads = new ArrayDeque<>();
    private boolean holdsReads;
    private boolean away;

    public synchronized void holdReads(boolean hold) {
        holdsReads = hold;
    }

    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized int heldReads() {
        return heldReads.size();
    }

    void releaseOneRead() {
        Runnable read;
        synchronized (this) {
            read = heldReads.remove();
        }
        read.run();
    }

    synchronized void forget(RecordKey<?> key) {
        deleted.put(key, records.remove(key).version() + 1);
    }

    @Override
    public synchronized <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        CompletableFuture<Optional<Versioned<T>>> answer = new CompletableFuture<>();
        Runnable read = () -> {
            synchronized (this) {
                if (away) {
                    answer.completeExceptionally(new RecordUnavailableException("away"));
                } else {
                    answer.complete(Optional.ofNullable(current(key)));
                }
            }
        };
        if (holdsReads) {
            heldReads.add(read);
        } else {
            read.run();
        }
        return answer;
    }

    @Override
    public synchronized <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        return update(key, current -> value, options);
    }

    @Override
    public synchronized <T> CompletionStage<WriteOutcome<T>> update(
            RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        if (away) {
            return CompletableFuture.completedFuture(new WriteOutcome.Busy<>(key.uri(), "away"));
        }
        Versioned<T> current = current(key);
        long version = current == null ? deleted.getOrDefault(key, 0L) : current.version();
        boolean holds = options.condition() instanceof Condition.AtVersion at
                ? at.version() == version
                : options.condition() != Condition.Absent.ABSENT || current == null;
        if (!holds) {
            return CompletableFuture.completedFuture(new WriteOutcome.Conflict<>(key.uri(), version, current));
        }
        T next = updater.update(current);
        if (next == null) {
            return CompletableFuture.completedFuture(new WriteOutcome.Declined<>(key.uri(), version));
        }
        records.put(key, new Versioned<>(headers(key, version + 1, false), next));
        return CompletableFuture.completedFuture(
                new WriteOutcome.Written<>(key.uri(), version + 1, Instant.EPOCH, current == null, false, next));
    }

    @Override
    public synchronized CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
        Versioned<?> current = records.get(key);
        return CompletableFuture.completedFuture(
                current != null
                        ? Optional.of(current.headers())
                        : Optional.ofNullable(deleted.get(key)).map(version -> headers(key, version, true)));
    }

    @Override
    public synchronized <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> getAll(Collection<RecordKey<T>> keys) {
        Map<RecordKey<T>, ReadOutcome<T>> all = new LinkedHashMap<>();
        for (RecordKey<T> key : keys) {
            Versioned<T> current = current(key);
            all.put(key, current == null ? new ReadOutcome.Absent<>(key.uri()) : new ReadOutcome.Found<>(current));
        }
        return CompletableFuture.completedFuture(all);
    }

    private static RecordHeaders headers(RecordKey<?> key, long version, boolean tombstone) {
        return new RecordHeaders(
                RecordId.global(key.uri()), version, Instant.EPOCH, Instant.EPOCH, null, tombstone, 1, "", "");
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable Versioned<T> current(RecordKey<T> key) {
        return (Versioned<T>) records.get(key);
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        throw new UnsupportedOperationException();
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
            dev.substrate.record.@Nullable Place place,
            String idPrefix,
            @Nullable String resume,
            RecordListener<T> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(
            Map<RecordKey<T>, T> values, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
        throw new UnsupportedOperationException();
    }
}
