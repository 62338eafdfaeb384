package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.dht.common.UpdateLoop.Pace;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.RequestId;
import dev.substrate.record.Updater;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpdateLoopTest {

    record Counter(int count) {}

    private static final RecordKey<Counter> KEY =
            RecordType.of("counter", Counter.class).key("a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ATTEMPTS_MAX = 3;

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final AtomicLong nanoTime = new AtomicLong();

    /** What the record answers to each write, and what it was asked to write. */
    private final Deque<CompletableFuture<WriteOutcome<Json>>> answers = new ArrayDeque<>();

    private final List<String> asked = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();

    @Test
    void theUpdaterSeesTheRecordAndItsResultIsWrittenAtThatVersion() throws Exception {
        answers.add(answer(written(5, false)));

        WriteOutcome<Counter> outcome = run(this::plusOne, WriteOptions.none(), 4, counterAt(4, 10));

        assertThat(outcome).isEqualTo(new WriteOutcome.Written<>(KEY.uri(), 5, NOW, false, false, new Counter(11)));
        assertThat(asked).containsExactly("4 {\"count\":11}");
    }

    @Test
    void theUpdaterSeesNothingWhereThereIsNoRecord() throws Exception {
        answers.add(answer(written(1, false)));

        run(this::plusOne, WriteOptions.none(), 0, null);

        assertThat(asked).containsExactly("0 {\"count\":1}");
        assertThat(shown).containsExactly(0);
    }

    @Test
    void whenSomebodyElseWasFirstTheUpdaterSeesTheNewerRecord() throws Exception {
        answers.add(answer(conflict(6, 20)));
        answers.add(answer(new WriteOutcome.Conflict<>(KEY.uri(), 7, null)));
        answers.add(answer(written(8, false)));

        WriteOutcome<Counter> outcome = run(this::plusOne, WriteOptions.none(), 4, counterAt(4, 10));

        assertThat(asked).containsExactly("4 {\"count\":11}", "6 {\"count\":21}", "7 {\"count\":1}");
        assertThat(outcome.orThrow().value()).isEqualTo(new Counter(1));
    }

    @Test
    void anUpdateThatMeetsANewerVersionInEachAttemptIsContended() throws Exception {
        answers.add(answer(conflict(6, 20)));
        answers.add(answer(conflict(7, 21)));
        answers.add(answer(conflict(8, 22)));

        assertThat(run(this::plusOne, WriteOptions.none(), 4, counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Contended<>(KEY.uri(), ATTEMPTS_MAX, 8));
        assertThat(asked).hasSize(ATTEMPTS_MAX);
    }

    @Test
    void anUpdaterThatReturnsNothingDeclines() throws Exception {
        assertThat(run(current -> null, WriteOptions.none(), 4, counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Declined<>(KEY.uri(), 4));
        assertThat(asked).isEmpty();
    }

    @Test
    void anUpdaterMayDeclineTheNewerRecord() throws Exception {
        answers.add(answer(conflict(6, 20)));

        assertThat(run(
                        current -> current != null && current.value().count() == 20 ? null : new Counter(0),
                        WriteOptions.none(),
                        4,
                        counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Declined<>(KEY.uri(), 6));
    }

    @Test
    void aConditionIsCheckedAgainstTheRecordThatTheUpdaterWouldSee() throws Exception {
        WriteOptions none = WriteOptions.none();

        assertThat(run(this::plusOne, none.ifVersion(3), 4, counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Conflict<>(
                        KEY.uri(), 4, Fixtures.versioned(KEY.uri(), new Counter(10), 4, NOW, NOW)));
        assertThat(run(this::plusOne, none.onlyIf(Condition.Present.PRESENT), 4, null))
                .isEqualTo(new WriteOutcome.Conflict<>(KEY.uri(), 4, null));
        assertThat(run(this::plusOne, none.onlyIf(Condition.Absent.ABSENT), 4, counterAt(4, 10)))
                .isInstanceOf(WriteOutcome.Conflict.class);
        assertThat(shown).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aConditionThatHoldsLetsTheUpdateThrough() throws Exception {
        WriteOptions none = WriteOptions.none();
        for (int i = 0; i < 4; i++) {
            answers.add(answer(written(5, false)));
        }

        run(this::plusOne, none, 4, counterAt(4, 10)).orThrow();
        run(this::plusOne, none.ifVersion(4), 4, null).orThrow();
        run(this::plusOne, none.onlyIf(Condition.Present.PRESENT), 4, counterAt(4, 10))
                .orThrow();
        run(this::plusOne, none.onlyIf(Condition.Absent.ABSENT), 4, null).orThrow();

        assertThat(asked).hasSize(4);
    }

    @Test
    void aConditionIsCheckedAgainOnTheNewerRecord() throws Exception {
        answers.add(answer(conflict(6, 20)));

        assertThat(run(this::plusOne, WriteOptions.none().ifVersion(4), 4, counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Conflict<>(
                        KEY.uri(), 6, Fixtures.versioned(KEY.uri(), new Counter(20), 6, NOW, NOW)));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRepeatedUpdateDoesNotClaimToHaveWrittenWhatItWouldWriteNow() throws Exception {
        answers.add(answer(written(3, true)));

        assertThat(run(this::plusOne, WriteOptions.none(), 4, counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Written<Counter>(KEY.uri(), 3, NOW, false, true, null));
    }

    @Test
    void everyOtherOutcomeEndsTheUpdateAsItIs() throws Exception {
        RequestId id = new RequestId("r1");
        List<WriteOutcome<Json>> outcomes = List.of(
                new WriteOutcome.Unknown<>(KEY.uri(), id, "cut"),
                new WriteOutcome.Busy<>(KEY.uri(), "bound"),
                new WriteOutcome.RequestIdReused<>(KEY.uri(), id),
                new WriteOutcome.Unacceptable<>(KEY.uri(), "bound", "too large."));
        for (WriteOutcome<Json> outcome : outcomes) {
            answers.add(answer(outcome));

            assertThat((Object) run(this::plusOne, WriteOptions.none(), 4, counterAt(4, 10)))
                    .isEqualTo(outcome);
        }
    }

    @Test
    void anExceptionOfTheUpdaterReachesTheCaller() {
        assertFails(
                IllegalStateException.class,
                current -> {
                    throw new IllegalStateException("of the updater");
                },
                counterAt(4, 10));
        assertThat(asked).isEmpty();
    }

    @Test
    void anErrorOfTheUpdaterReachesTheCallerAlsoInALaterAttempt() {
        answers.add(answer(conflict(6, 20)));

        assertFails(
                AssertionError.class,
                current -> {
                    if (current != null && current.value().count() == 20) {
                        throw new AssertionError("of the updater");
                    }
                    return new Counter(0);
                },
                counterAt(4, 10));
    }

    @Test
    void anEntityOfAnotherClassIsUnreadable() {
        assertFails(RecordUnreadableException.class, this::plusOne, json(4, "[1]"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aWriteThatFailsFailsTheUpdate() {
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("of the gateway")));

        assertFails(IllegalStateException.class, this::plusOne, counterAt(4, 10));
    }

    @Test
    void anUpdateThatOthersOvertakeUntilItsDeadlineIsContended() throws Exception {
        answers.add(answer(conflict(6, 20)));
        answers.add(answer(conflict(7, 21)));

        assertThat(run(
                        current -> {
                            if (asked.size() == 1) {
                                nanoTime.set(DEADLINE.toNanos());
                            }
                            return plusOne(current);
                        },
                        WriteOptions.none(),
                        4,
                        counterAt(4, 10)))
                .isEqualTo(new WriteOutcome.Contended<>(KEY.uri(), 2, 7));
        assertThat(answers).isEmpty();
    }

    private Counter plusOne(@Nullable Versioned<Counter> current) {
        int count = current == null ? 0 : current.value().count();
        shown.add(count);
        return new Counter(count + 1);
    }

    private void assertFails(
            Class<? extends Throwable> cause, Updater<Counter> updater, @Nullable Versioned<Json> current) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> run(updater, WriteOptions.none(), 4, current))
                .withCauseInstanceOf(cause);
    }

    private WriteOutcome<Counter> run(
            Updater<Counter> updater, WriteOptions options, long version, @Nullable Versioned<Json> current)
            throws ExecutionException, InterruptedException, TimeoutException {
        UpdateLoop<Counter> loop = new UpdateLoop<>(
                KEY,
                updater,
                options,
                new EntityCodec(),
                (at, entity) -> {
                    asked.add(at + " " + entity);
                    return answers.remove();
                },
                new Pace(ATTEMPTS_MAX, Duration.ofNanos(1), Duration.ofNanos(1), () -> 0),
                new TimeLeft(DEADLINE, nanoTime::get),
                (pause, task) -> task.run(),
                Runnable::run);
        return loop.start(version, current).get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<WriteOutcome<Json>> answer(WriteOutcome<Json> outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static WriteOutcome<Json> written(long version, boolean repeated) {
        return new WriteOutcome.Written<>(KEY.uri(), version, NOW, false, repeated, new Json("{\"count\":11}"));
    }

    private static WriteOutcome<Json> conflict(long version, int count) {
        return new WriteOutcome.Conflict<>(KEY.uri(), version, counterAt(version, count));
    }

    private static Versioned<Json> counterAt(long version, int count) {
        return json(version, "{\"count\":" + count + "}");
    }

    private static Versioned<Json> json(long version, String text) {
        return Fixtures.versioned(KEY.uri(), new Json(text), version, NOW, NOW);
    }
}
