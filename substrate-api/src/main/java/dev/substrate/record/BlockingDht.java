package dev.substrate.record;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dht} for code that waits: the same operations, which return when they are done.
 *
 * <p><b>Failures.</b> How a write ended is its {@link WriteOutcome}, as with {@link Dht}; {@link WriteOutcome#orThrow} makes
 * exceptions of all but success. What a stage would fail with is thrown as it is, never wrapped: the {@link RecordException}s, or
 * what an updater threw.
 *
 * <p><b>Time.</b> A call takes no longer than the deadline of this view, or of its own options. Then a write is of unknown outcome,
 * and a read throws {@link RecordUnavailableException}.
 *
 * <p><b>Interruption.</b> A thread that is interrupted while it waits gets {@link OutcomeUnknownException} from a write, since that is on its way
 * already, and {@link RecordUnavailableException} from a read. One that is interrupted already sends nothing: a write
 * throws {@link CancellationException}. The thread stays interrupted.
 *
 * <p><b>Threads.</b> For threads of the program's own, and for Akka's dispatcher for blocking work
 * ({@code DispatcherSelector.blocking()}). On any other thread of Akka every call throws {@link IllegalStateException} and sends
 * nothing: in an actor, in a callback of a {@link Dht}, in an {@link Updater}. An implementation of executors that is neither
 * Akka's nor Substrate's is not recognised.
 */
public final class BlockingDht {

    /** How long a call may take if nothing else is said. */
    public static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(30);

    /** How much longer than its deadline a write is waited for: the store itself says better how it ended. */
    private static final Duration ANSWER_SPARE = Duration.ofSeconds(1);

    private final Dht dht;
    private final Duration deadline;

    private BlockingDht(Dht dht, Duration deadline) {
        this.dht = Objects.requireNonNull(dht, "dht");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("A deadline is a positive duration, not " + deadline);
        }
    }

    /** Returns a view on a record store whose calls take at most {@link #DEADLINE_DEFAULT}. */
    public static BlockingDht of(Dht dht) {
        return new BlockingDht(dht, DEADLINE_DEFAULT);
    }

    /**
     * Returns a view on a record store.
     *
     * @param deadline how long a call may take, unless the options of a write say otherwise
     */
    public static BlockingDht of(Dht dht, Duration deadline) {
        return new BlockingDht(dht, deadline);
    }

    /** Reads a record, as {@link Dht#get}. */
    public <T> Optional<Versioned<T>> get(RecordKey<T> key) {
        return read(nameOf(key), () -> dht.get(key));
    }

    /** Reads a record where it is quickest, and perhaps a little old, as {@link Dht#getAny}. */
    public <T> Optional<Versioned<T>> getAny(RecordKey<T> key) {
        return read(nameOf(key), () -> dht.getAny(key));
    }

    /** Reads the headers of a record's newest version, as {@link Dht#head}. */
    public Optional<RecordHeaders> head(RecordKey<?> key) {
        return read(nameOf(key), () -> dht.head(key));
    }

    /** Reads several records, as {@link Dht#getAll}. */
    public <T> Map<RecordKey<T>, ReadOutcome<T>> getAll(Collection<RecordKey<T>> keys) {
        return read("what was asked for", () -> dht.getAll(keys));
    }

    /** Writes several records, whatever is there now. */
    public <T> Map<RecordKey<T>, WriteOutcome<T>> putAll(Map<RecordKey<T>, T> values) {
        return putAll(values, WriteOptions.none());
    }

    /**
     * Writes several records under the same options, as {@link Dht#putAll(Map, WriteOptions)}. An {@link OutcomeUnknownException} names
     * the first of them, and is about all.
     */
    public <T> Map<RecordKey<T>, WriteOutcome<T>> putAll(Map<RecordKey<T>, T> values, WriteOptions options) {
        Iterator<RecordKey<T>> keys = values.keySet().iterator();
        return keys.hasNext() ? write(keys.next(), options, limited -> dht.putAll(values, limited)) : Map.of();
    }

    /** Writes an entity, whatever is there now. */
    public <T> WriteOutcome<T> put(RecordKey<T> key, T value) {
        return put(key, value, WriteOptions.none());
    }

    /** Writes an entity under options. */
    public <T> WriteOutcome<T> put(RecordKey<T> key, T value, WriteOptions options) {
        return write(key, options, limited -> dht.put(key, value, limited));
    }

    /** Writes an entity if there is none, as {@link Dht#putIfAbsent}. */
    public <T> WriteOutcome<T> putIfAbsent(RecordKey<T> key, T value) {
        return put(key, value, WriteOptions.none().onlyIf(WriteOptions.Condition.Absent.ABSENT));
    }

    /** Updates a record, as {@link Dht#update(RecordKey, Updater)}. */
    public <T> WriteOutcome<T> update(RecordKey<T> key, Updater<T> updater) {
        return update(key, updater, WriteOptions.none());
    }

    /** Updates a record under options, as {@link Dht#update(RecordKey, Updater, WriteOptions)}. */
    public <T> WriteOutcome<T> update(RecordKey<T> key, Updater<T> updater, WriteOptions options) {
        return write(key, options, limited -> dht.update(key, updater, limited));
    }

    /** Deletes a record, as {@link Dht#delete(RecordKey)}. */
    public <T> WriteOutcome<T> delete(RecordKey<T> key) {
        return delete(key, WriteOptions.none());
    }

    /** Deletes a record under options. */
    public <T> WriteOutcome<T> delete(RecordKey<T> key, WriteOptions options) {
        return write(key, options, limited -> dht.delete(key, limited));
    }

    /** Finds a page of records, as {@link Dht#query}. */
    public <T> QueryPage<T> query(Query<T> query) {
        Duration given = query.deadline();
        Query<T> limited = given == null || given.compareTo(deadline) > 0 ? query.deadline(deadline) : query;
        return read("what was asked for", () -> dht.query(limited));
    }

    private <R> R read(String what, Supplier<CompletionStage<R>> operation) {
        WaitGuard.requireMayWait();
        if (Thread.currentThread().isInterrupted()) {
            throw notRead(what, "the thread is interrupted");
        }
        try {
            return answer(operation.get(), nanos(deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRead(what, "the thread was interrupted while it waited");
        } catch (TimeoutException e) {
            throw notRead(what, "no answer came within " + deadline);
        }
    }

    private <R> R write(RecordKey<?> key, WriteOptions options, Function<WriteOptions, CompletionStage<R>> operation) {
        WaitGuard.requireMayWait();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Nothing was written to '" + key.uri() + "': the thread is interrupted.");
        }
        @Nullable Duration given = options.deadline();
        Duration limit = given == null ? deadline : given;
        try {
            long waitNanos = Math.min(nanos(limit), Long.MAX_VALUE - nanos(ANSWER_SPARE)) + nanos(ANSWER_SPARE);
            return answer(operation.apply(options.deadline(limit)), waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(
                    key.uri(), options.requestId(), "the thread was interrupted while it waited");
        } catch (TimeoutException e) {
            throw new OutcomeUnknownException(key.uri(), options.requestId(), "no answer came within " + limit);
        }
    }

    private static <R> R answer(CompletionStage<R> stage, long waitNanos)
            throws InterruptedException, TimeoutException {
        try {
            return stage.toCompletableFuture().get(waitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Returns what a stage failed with, or throws it if it is an error. */
    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new IllegalStateException("A record store failed with what no record store fails with", cause);
    }

    private static RecordUnavailableException notRead(String what, String reason) {
        return new RecordUnavailableException(what + " was not read: " + reason + ". Reading again is safe.");
    }

    private static String nameOf(RecordKey<?> key) {
        return "'" + key.uri() + "'";
    }

    private static long nanos(Duration duration) {
        // Saturates, where toNanos would throw.
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
