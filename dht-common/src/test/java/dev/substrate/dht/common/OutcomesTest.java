package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.RequestId;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    record Counter(int count) {}

    private static final RecordKey<Counter> KEY =
            RecordType.of("counter", Counter.class).key("a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final EntityCodec codec = new EntityCodec();

    @Test
    void aWrittenTextBecomesTheValueThatWasGiven() {
        assertThat(Outcomes.of(written(true), KEY, new Counter(7), codec))
                .isEqualTo(new WriteOutcome.Written<>(KEY.uri(), 3, NOW, true, true, new Counter(7)));
        assertThat(Outcomes.withValue(written(false), new Counter(7)))
                .isEqualTo(new WriteOutcome.Written<>(KEY.uri(), 3, NOW, true, false, new Counter(7)));
    }

    @Test
    void aRepeatedUpdateHasNoValueSinceItsUpdaterMayGiveAnotherNow() {
        assertThat(Outcomes.withValue(written(true), new Counter(7)))
                .isEqualTo(new WriteOutcome.Written<Counter>(KEY.uri(), 3, NOW, true, true, null));
    }

    @Test
    void aConflictShowsTheCurrentEntityInItsClass() {
        Versioned<Json> current = Fixtures.versioned(KEY.uri(), new Json("{\"count\":9}"), 4, NOW, NOW);

        assertThat(Outcomes.of(new WriteOutcome.Conflict<>(KEY.uri(), 4, current), KEY, new Counter(7), codec))
                .isEqualTo(new WriteOutcome.Conflict<>(KEY.uri(), 4, current.withValue(new Counter(9))));
        assertThat(Outcomes.of(new WriteOutcome.Conflict<Json>(KEY.uri(), 4, null), KEY, new Counter(7), codec))
                .isEqualTo(new WriteOutcome.Conflict<Counter>(KEY.uri(), 4, null));
    }

    @Test
    void aConflictWithAnEntityOfAnotherClassIsUnreadable() {
        Versioned<Json> current = Fixtures.versioned(KEY.uri(), new Json("[]"), 4, NOW, NOW);

        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() ->
                        Outcomes.of(new WriteOutcome.Conflict<>(KEY.uri(), 4, current), KEY, new Counter(7), codec));
    }

    @Test
    void outcomesWithoutEntityStayAsTheyAre() {
        List<WriteOutcome<Json>> outcomes = List.of(
                new WriteOutcome.NotFound<>(KEY.uri()),
                new WriteOutcome.Busy<>(KEY.uri(), "bound"),
                new WriteOutcome.Damaged<>(KEY.uri(), "reason"),
                new WriteOutcome.Unacceptable<>(KEY.uri(), null, "reason"),
                new WriteOutcome.RequestIdReused<>(KEY.uri(), new RequestId("r")),
                new WriteOutcome.Unknown<>(KEY.uri(), new RequestId("r"), "reason"));
        for (WriteOutcome<Json> outcome : outcomes) {
            assertThat((Object) Outcomes.of(outcome, KEY, new Counter(7), codec))
                    .isEqualTo(outcome);
            assertThat((Object) Outcomes.withValue(outcome, new Counter(7))).isEqualTo(outcome);
        }
    }

    @Test
    void anUpdateEndsInNoConflict() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Outcomes.withValue(new WriteOutcome.Conflict<Json>(KEY.uri(), 4, null), new Counter(7)));
    }

    private static WriteOutcome<Json> written(boolean repeated) {
        return new WriteOutcome.Written<>(KEY.uri(), 3, NOW, true, repeated, new Json("{\"count\":8}"));
    }
}
