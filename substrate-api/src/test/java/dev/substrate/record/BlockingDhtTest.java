package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.record.WriteOutcome.Unknown;
import dev.substrate.record.WriteOutcome.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BlockingDhtTest {

    private static final RecordKey<Json> KEY = RecordType.json("pkg").key("a");
    private static final Json VALUE = new Json("{}");
    private static final Versioned<Json> VERSION = new Versioned<>(
            new RecordHeaders(RecordId.global(KEY.uri()), 3, Instant.EPOCH, Instant.EPOCH, null, false, 1, "", ""),
            VALUE);

    private final Answering dht = new Answering();
    private final BlockingDht blocking = BlockingDht.of(dht, Duration.ofSeconds(5));

    @AfterEach
    void clearInterruption() {
        Thread.interrupted();
    }

    @Test
    void whatAStageCompletesWithIsReturned() {
        dht.answer = CompletableFuture.completedFuture(Optional.of(VERSION));
        assertThat(blocking.get(KEY)).contains(VERSION);
        assertThat(blocking.getAny(KEY)).contains(VERSION);

        dht.answer = CompletableFuture.completedFuture(Optional.of(VERSION.headers()));
        assertThat(blocking.head(KEY)).contains(VERSION.headers());

        Written<Json> written = new Written<>(KEY.uri(), 4, Instant.EPOCH, false, false, VALUE);
        dht.answer = CompletableFuture.completedFuture(written);
        assertThat(blocking.put(KEY, VALUE)).isSameAs(written);
        assertThat(blocking.putIfAbsent(KEY, VALUE)).isSameAs(written);
        assertThat(blocking.update(KEY, current -> VALUE)).isSameAs(written);
        assertThat(blocking.delete(KEY)).isSameAs(written);

        dht.answer = CompletableFuture.completedFuture(Map.of(KEY, new ReadOutcome.Found<>(VERSION)));
        assertThat(blocking.getAll(List.of(KEY))).containsOnlyKeys(KEY);
        dht.answer = CompletableFuture.completedFuture(Map.of(KEY, written));
        assertThat(blocking.putAll(Map.of(KEY, VALUE))).containsEntry(KEY, written);
        assertThat(blocking.putAll(Map.<RecordKey<Json>, Json>of())).isEmpty();
        assertThat(dht.asked)
                .containsExactly("get", "getAny", "head", "put", "put", "update", "delete", "getAll", "putAll");
    }

    @Test
    void aRefusalIsAnOutcomeAndNoException() {
        WriteOutcome<Json> refusal = new WriteOutcome.NotFound<>(KEY.uri());
        dht.answer = CompletableFuture.completedFuture(refusal);

        assertThat(blocking.delete(KEY)).isSameAs(refusal);
    }

    @Test
    void whatAStageFailsWithIsThrownAsItIs() {
        RuntimeException damaged = new RecordDamagedException(KEY.uri(), "it is cut off");
        dht.answer = CompletableFuture.failedFuture(damaged);
        assertThatExceptionOfType(RecordDamagedException.class)
                .isThrownBy(() -> blocking.get(KEY))
                .isSameAs(damaged);

        dht.answer = CompletableFuture.failedFuture(new CompletionException(new CompletionException(damaged)));
        assertThatExceptionOfType(RecordDamagedException.class)
                .isThrownBy(() -> blocking.update(KEY, current -> VALUE))
                .isSameAs(damaged);

        Error error = new AssertionError("the updater's own");
        dht.answer = CompletableFuture.failedFuture(error);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> blocking.update(KEY, current -> VALUE))
                .isSameAs(error);
    }

    @Test
    void aWriteGetsTheDeadlineOfTheViewUnlessItHasOne() {
        dht.answer = CompletableFuture.completedFuture(new WriteOutcome.NotFound<>(KEY.uri()));

        blocking.delete(KEY);
        assertThat(dht.options.deadline()).isEqualTo(Duration.ofSeconds(5));
        blocking.delete(KEY, WriteOptions.none().ifVersion(3).deadline(Duration.ofSeconds(2)));
        assertThat(dht.options).isEqualTo(WriteOptions.none().ifVersion(3).deadline(Duration.ofSeconds(2)));
        blocking.delete(KEY, WriteOptions.none().deadline(Duration.ofSeconds(Long.MAX_VALUE)));
        BlockingDht.of(dht).delete(KEY);
        assertThat(dht.options.deadline()).isEqualTo(BlockingDht.DEADLINE_DEFAULT);
        assertThatIllegalArgumentException().isThrownBy(() -> BlockingDht.of(dht, Duration.ZERO));
    }

    @Test
    void aReadThatGetsNoAnswerEndsAtTheDeadline() {
        dht.answer = new CompletableFuture<>();

        assertThatExceptionOfType(RecordUnavailableException.class)
                .isThrownBy(() -> BlockingDht.of(dht, Duration.ofMillis(20)).get(KEY))
                .withMessageContaining("PT0.02S");
    }

    @Test
    void whatTheStoreSaysOfAnUnknownOutcomeComesBeforeTheViewGivesUp() {
        Unknown<Json> unknown = new Unknown<>(KEY.uri(), new RequestId("r"), "no answer came in time");
        dht.answer = new CompletableFuture<>();
        // The store is a little late, as it may be.
        dht.answer.completeOnTimeout(unknown, 100, java.util.concurrent.TimeUnit.MILLISECONDS);

        assertThat(BlockingDht.of(dht, Duration.ofMillis(20)).put(KEY, VALUE)).isSameAs(unknown);
    }

    @Test
    void aWriteThatGetsNoAnswerAtAllIsOfUnknownOutcome() {
        dht.answer = new CompletableFuture<>();
        RequestId mine = new RequestId("mine");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> BlockingDht.of(dht, Duration.ofMillis(20))
                        .put(KEY, VALUE, WriteOptions.none().requestId(mine)))
                .satisfies(e -> assertThat(e.requestId()).contains(mine))
                .satisfies(e -> assertThat(e.uri()).isEqualTo(KEY.uri()))
                .withMessageContaining("mine");
    }

    @Test
    void anInterruptedWriteIsOfUnknownOutcomeAndTheThreadStaysInterrupted() throws InterruptedException {
        Throwable thrown = thrownWhenInterrupted(() -> blocking.put(KEY, VALUE));

        assertThat(thrown)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("interrupted")
                .satisfies(e ->
                        assertThat(((OutcomeUnknownException) e).requestId()).isEmpty());
    }

    @Test
    void anInterruptedReadIsUnavailableAndTheThreadStaysInterrupted() throws InterruptedException {
        assertThat(thrownWhenInterrupted(() -> blocking.get(KEY)))
                .isInstanceOf(RecordUnavailableException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void anInterruptedThreadSendsNothing() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> blocking.put(KEY, VALUE))
                .withMessageContaining("Nothing was written");
        assertThatExceptionOfType(RecordUnavailableException.class).isThrownBy(() -> blocking.get(KEY));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(dht.asked).isEmpty();
    }

    /** Returns what a call throws when its thread is interrupted once it waits, having checked that the thread stays interrupted. */
    private Throwable thrownWhenInterrupted(Runnable call) throws InterruptedException {
        dht.answer = new CompletableFuture<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("Nothing was thrown"));
        AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
        Thread caller = new Thread(() -> {
            try {
                call.run();
            } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        dht.called.await();
        caller.interrupt();
        caller.join();
        assertThat(interrupted).hasValue(true);
        return thrown.get();
    }

    /** Answers everything with one stage. */
    private static final class Answering implements Dht {

        final List<String> asked = new ArrayList<>();
        final CountDownLatch called = new CountDownLatch(1);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        WriteOptions options = WriteOptions.none();

        @Override
        public <T> CompletionStage<Optional<Versioned<T>>> get(RecordKey<T> key) {
            return answered("get");
        }

        @Override
        public <T> CompletionStage<QueryPage<T>> query(Query<T> query) {
            return answered("query");
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
            return answered("getAny");
        }

        @Override
        public CompletionStage<Optional<RecordHeaders>> head(RecordKey<?> key) {
            return answered("head");
        }

        @Override
        public <T> CompletionStage<Map<RecordKey<T>, ReadOutcome<T>>> getAll(Collection<RecordKey<T>> keys) {
            return answered("getAll");
        }

        @Override
        public <T> CompletionStage<Map<RecordKey<T>, WriteOutcome<T>>> putAll(
                Map<RecordKey<T>, T> values, WriteOptions given) {
            options = given;
            return answered("putAll");
        }

        @Override
        public <T> CompletionStage<WriteOutcome<T>> put(RecordKey<T> key, T value, WriteOptions given) {
            options = given;
            return answered("put");
        }

        @Override
        public <T> CompletionStage<WriteOutcome<T>> update(RecordKey<T> key, Updater<T> updater, WriteOptions given) {
            options = given;
            return answered("update");
        }

        @Override
        public <T> CompletionStage<WriteOutcome<T>> delete(RecordKey<T> key, WriteOptions given) {
            options = given;
            return answered("delete");
        }

        @SuppressWarnings("unchecked")
        private <R> CompletionStage<R> answered(String operation) {
            asked.add(operation);
            called.countDown();
            return (CompletionStage<R>) answer;
        }
    }
}
