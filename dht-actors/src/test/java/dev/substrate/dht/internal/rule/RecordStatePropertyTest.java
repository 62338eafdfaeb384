package dev.substrate.dht.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Any requests, repeated at any later time: what a record may never do, whatever it has forgotten. */
class RecordStatePropertyTest {

    /**
     * One request that reaches the record: a new one, or one of the earlier ones again.
     *
     * @param repetition which of the earlier requests, counted from the newest; negative for a new one
     * @param floorBelow how far its floor lies below the version of the record, or above 0 if it is not that high
     * @param expectedBeyond how far the expected version lies beyond that of the record
     */
    record Move(
            int repetition, Condition condition, boolean deletes, int floorBelow, int expectedBeyond, int clockMoves) {}

    @Property(tries = 3000)
    void noRequestTakesEffectTwiceAndNoneIsDeniedThatWasWritten(
            @ForAll("moves") List<Move> moves, @ForAll @IntRange(min = 1, max = 5) int remembered) {
        RecordState state = RecordState.NEVER_WRITTEN;
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        List<WriteRequest> sent = new ArrayList<>();
        Map<String, PastRequest> written = new HashMap<>();
        Set<String> answers = new HashSet<>();

        for (Move move : moves) {
            now = now.plusMillis(move.clockMoves());
            boolean repeats = move.repetition() >= 0 && !sent.isEmpty();
            WriteRequest request =
                    repeats ? sent.get(sent.size() - 1 - move.repetition() % sent.size()) : first(move, state, sent);
            PastRequest past = written.get(request.id());

            Decision decision = state.decide(request, Fixtures.owner(now, remembered));

            answers.add(name(decision, past != null));
            if (decision instanceof Decision.Write write) {
                RecordState next = write.next();
                assertThat(past).as("%s was written before", request).isNull();
                assertThat(next.version()).isEqualTo(state.version() + 1);
                assertThat(next.entity())
                        .isEqualTo(
                                request.content() == null
                                        ? null
                                        : request.content().entity());
                assertThat(next.modified()).isAfterOrEqualTo(state.modified());
                assertThat(next.modified()).isAfterOrEqualTo(next.created());
                assertThat(next.memory().requests()).hasSize((int) Math.min(next.version(), remembered));
                assertThat(next.memory().requests().get(0).version())
                        .isEqualTo(next.version() - next.memory().requests().size() + 1);
                assertThat(conditionHolds(request, state)).isTrue();
                written.put(request.id(), next.newestRequest());
                state = next;
            } else if (decision instanceof Decision.Repeat repeat) {
                assertThat(repeat.first()).isEqualTo(past);
            } else if (decision instanceof Decision.Conflict conflict) {
                assertThat(conditionHolds(request, state)).isFalse();
                if (conflict.certain()) {
                    assertThat(past).as("%s was written before", request).isNull();
                }
            } else if (decision == Decision.NotFound.NOT_FOUND) {
                assertThat(past).as("%s was written before", request).isNull();
                assertThat(request.content()).isNull();
                assertThat(state.present()).isFalse();
            } else if (decision instanceof Decision.FloorTooLow tooLow) {
                assertThat(tooLow.version()).isEqualTo(state.version());
                assertThat(request.floor()).isLessThan(state.version() - remembered);
                // What the answer asks for is enough for a request that was not written.
                assertThat(state.decide(request.withFloor(tooLow.version()), Fixtures.owner(now, remembered)))
                        .isNotInstanceOf(Decision.FloorTooLow.class);
            } else {
                throw new AssertionError("No id was used for two contents, but the answer is " + decision);
            }
            if (past != null && past.version() > state.version() - remembered) {
                assertThat(decision).as("what is remembered is repeated").isEqualTo(new Decision.Repeat(past));
            }
        }
        answers.forEach(answer -> Statistics.label("sequences with this answer").collect(answer));
    }

    private static WriteRequest first(Move move, RecordState state, List<WriteRequest> sent) {
        String id = "r" + sent.size();
        WriteRequest request = Fixtures.request(
                id,
                "print of " + id,
                move.condition(),
                Math.max(0, state.version() + move.expectedBeyond()),
                Math.max(0, state.version() - move.floorBelow()),
                move.deletes() ? null : "\"" + id + "\"");
        sent.add(request);
        return request;
    }

    private static boolean conditionHolds(WriteRequest request, RecordState state) {
        return switch (request.condition()) {
            case ALWAYS -> true;
            case PRESENT -> state.present();
            case ABSENT -> !state.present();
            case AT_VERSION -> request.expectedVersion() == state.version();
        };
    }

    private static String name(Decision decision, boolean wasWritten) {
        return (decision instanceof Decision.Conflict conflict
                        ? (conflict.certain() ? "certain conflict" : "uncertain conflict")
                        : decision.getClass().getSimpleName())
                + (wasWritten ? " to a request that was written" : "");
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.integers().between(-12, 11),
                        Arbitraries.of(Condition.class),
                        Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(-2, 1),
                        Arbitraries.integers().between(-50, 100))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }
}
