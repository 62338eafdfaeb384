package dev.substrate.dht.common;

import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One optimistic update: ask the updater, write at the version that it was shown, and begin again with the record that a
 * refusal brings. Runs on the pool for callbacks.
 *
 * @param <T> the entity class
 */
public final class UpdateLoop<T> {

    /** Writes an entity if the record still has a version. */
    @FunctionalInterface
    public interface VersionedWrite {
        /** Writes it. */
        CompletableFuture<WriteOutcome<Json>> at(long version, Json entity);
    }

    /** Runs something on the pool for callbacks after a pause. */
    @FunctionalInterface
    public interface Later {
        /** Runs it. */
        void run(Duration pause, Runnable task);
    }

    /**
     * How often to try, and how long to pause.
     *
     * @param random from 0 to 1
     */
    public record Pace(int attemptsMax, Duration backoffMin, Duration backoffMax, DoubleSupplier random) {

        /** Returns the pause before an attempt, 2 for the second: doubling, bounded, jittered by half. */
        public Duration before(int attempt) {
            int doublings = Math.min(attempt - 2, 30);
            long max = backoffMax.toNanos();
            // Compared the other way round, since a doubled number of nanoseconds may be too large for a long.
            long bounded = backoffMin.toNanos() > max >> doublings ? max : backoffMin.toNanos() << doublings;
            return Duration.ofNanos((long) (bounded * (0.5 + random.getAsDouble() / 2)));
        }
    }

    private final RecordKey<T> key;
    private final Updater<T> updater;
    private final WriteOptions options;
    private final EntityCodec codec;
    private final VersionedWrite write;
    private final Pace pace;
    private final TimeLeft time;
    private final Later later;
    private final Executor executor;
    private final CompletableFuture<WriteOutcome<T>> outcome = new CompletableFuture<>();

    /** Prepares an update, which {@link #start} begins. */
    public UpdateLoop(
            RecordKey<T> key,
            Updater<T> updater,
            WriteOptions options,
            EntityCodec codec,
            VersionedWrite write,
            Pace pace,
            TimeLeft time,
            Later later,
            Executor executor) {
        this.key = key;
        this.updater = updater;
        this.options = options;
        this.codec = codec;
        this.write = write;
        this.pace = pace;
        this.time = time;
        this.later = later;
        this.executor = executor;
    }

    /** Begins with the record as it was read. */
    public CompletableFuture<WriteOutcome<T>> start(long version, @Nullable Versioned<Json> current) {
        attempt(1, version, current);
        return outcome;
    }

    /** Makes an attempt from a record as it was read, or as a refusal brought it. */
    private void attempt(int attempt, long version, @Nullable Versioned<Json> current) {
        try {
            EntityCodec.@Nullable Decoded<T> read = current == null ? null : codec.read(key, current);
            @Nullable Versioned<T> shown = read == null ? null : read.value();
            if (!fulfilled(version, shown)) {
                outcome.complete(new WriteOutcome.Conflict<>(key.uri(), version, shown));
                return;
            }
            // Before the updater, which may change what it is shown.
            @Nullable Json known = shown == null ? null : codec.encode(shown.value());
            @Nullable T next = updater.update(shown);
            if (next == null) {
                outcome.complete(new WriteOutcome.Declined<>(key.uri(), version));
                return;
            }
            Json entity = read == null || known == null ? codec.encode(next) : codec.encodeNext(read, known, next);
            var unused = write.at(version, entity)
                    .whenCompleteAsync((written, failure) -> judge(attempt, next, written, failure), executor);
        } catch (RuntimeException | Error e) {
            // The updater's own failure, or an entity that is not of its class: nothing was written. Errors too, for
            // nobody else would tell the caller.
            outcome.completeExceptionally(e);
        }
    }

    private void judge(int attempt, T next, @Nullable WriteOutcome<Json> written, @Nullable Throwable failure) {
        if (failure != null || written == null) {
            outcome.completeExceptionally(failure == null ? new IllegalStateException("No outcome") : failure);
        } else if (written instanceof WriteOutcome.Conflict<Json> conflict) {
            if (attempt >= pace.attemptsMax() || time.isOver()) {
                outcome.complete(new WriteOutcome.Contended<>(key.uri(), attempt, conflict.currentVersion()));
            } else {
                later.run(
                        pace.before(attempt + 1),
                        () -> attempt(attempt + 1, conflict.currentVersion(), conflict.current()));
            }
        } else {
            outcome.complete(Outcomes.withValue(written, next));
        }
    }

    private boolean fulfilled(long version, @Nullable Versioned<T> current) {
        Condition condition = options.condition();
        if (condition instanceof Condition.AtVersion expected) {
            return expected.version() == version;
        }
        return !(condition == Condition.Present.PRESENT && current == null)
                && !(condition == Condition.Absent.ABSENT && current != null);
    }
}
