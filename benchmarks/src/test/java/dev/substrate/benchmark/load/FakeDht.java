package dev.substrate.benchmark.load;

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
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RequestId;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Records in memory that misbehave when they are told to. */
final class FakeDht implements Dht {

    private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Executor executor;
    final AtomicInteger mostUnderWay = new AtomicInteger();
    volatile boolean readsFail;
    volatile boolean readsAreStale;
    volatile boolean writesAreBusy;
    volatile boolean writesEndInUnknown;

    FakeDht(Executor executor) {
        this.executor = executor;
    }

    long version(RecordKey<?> key) {
        return versions.computeIfAbsent(key.uri().toString(), none -> new AtomicLong())
                .get();
    }

    @Override
    @SuppressWarnings("unchecked") // the loads under test write Json and nothing else
    public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
        begin();
        return CompletableFuture.supplyAsync(
                () -> {
                    underWay.decrementAndGet();
                    if (readsFail) {
                        throw new RecordUnavailableException("told to");
                    }
                    long version = version(key);
                    return version == 0 || readsAreStale
                            ? Optional.empty()
                            : Optional.of(new Versioned<>(headers(key, version), (T) new Json("0")));
                },
                executor);
    }

    private static RecordHeaders headers(RecordKey<?> key, long version) {
        return new RecordHeaders(
                RecordId.global(key.uri()), version, Instant.EPOCH, Instant.EPOCH, null, false, 1, "", "");
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
    public CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<Optional<Versioned<T>>> getAny(RecordKey<T> key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions options) {
        begin();
        return CompletableFuture.supplyAsync(() -> outcome(key, value), executor);
    }

    private <T> WriteOutcome<T> outcome(RecordKey<T> key, @Nullable T value) {
        underWay.decrementAndGet();
        if (writesAreBusy) {
            return new WriteOutcome.Busy<>(key.uri(), "told to");
        }
        long version = versions.computeIfAbsent(key.uri().toString(), none -> new AtomicLong())
                .incrementAndGet();
        return writesEndInUnknown
                ? new WriteOutcome.Unknown<>(key.uri(), new RequestId("r"), "told to")
                : new WriteOutcome.Written<>(key.uri(), version, Instant.EPOCH, version == 1, false, value);
    }

    private void begin() {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions options) {
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
    public <T> CompletionStage<QueryPage<T>> query(Query<T> query) {
        throw new UnsupportedOperationException();
    }
}
