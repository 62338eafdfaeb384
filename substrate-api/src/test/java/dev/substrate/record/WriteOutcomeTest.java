package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.record.WriteOutcome.Busy;
import dev.substrate.record.WriteOutcome.Conflict;
import dev.substrate.record.WriteOutcome.Contended;
import dev.substrate.record.WriteOutcome.Declined;
import dev.substrate.record.WriteOutcome.NotFound;
import dev.substrate.record.WriteOutcome.Refused;
import dev.substrate.record.WriteOutcome.RequestIdReused;
import dev.substrate.record.WriteOutcome.Unacceptable;
import dev.substrate.record.WriteOutcome.Unknown;
import dev.substrate.record.WriteOutcome.Written;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriteOutcomeTest {

    private static final RecordUri URI = RecordUri.parse("pkg:a");
    private static final RequestId REQUEST = new RequestId("r1");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aSuccessIsReturned() {
        WriteOutcome<String> written = new Written<>(URI, 3, NOW, false, false, "x");

        assertThat(written.orThrow()).isSameAs(written);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsThrownWithItsExplanation(Refused<String> refusal) {
        assertThatExceptionOfType(RecordRefusedException.class)
                .isThrownBy(refusal::orThrow)
                .withMessage(refusal.explain())
                .satisfies(e -> assertThat(e.refusal()).isSameAs(refusal));
    }

    @Test
    void anUnknownOutcomeIsThrownAsAnErrorOfItsOwn() {
        Unknown<String> unknown = new Unknown<>(URI, REQUEST, "the wire is cut");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(unknown::orThrow)
                .withMessage(unknown.explain())
                .satisfies(e -> assertThat(e.requestId()).contains(REQUEST))
                .satisfies(e -> assertThat(e.uri()).isEqualTo(URI));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalSaysThatNothingWasWrittenAndNamesTheRecord(Refused<String> refusal) {
        assertThat(refusal.explain()).startsWith("Nothing was written").contains("'pkg:a'");
        assertThat(refusal.uri()).isEqualTo(URI);
    }

    @Test
    void aSuccessSaysItsVersionAndWhetherItIsTheFirstAnswerAgain() {
        assertThat(new Written<>(URI, 3, NOW, true, false, "x").explain()).isEqualTo("Wrote version 3 of 'pkg:a'.");
        assertThat(new Written<>(URI, 3, NOW, true, true, "x").explain())
                .isEqualTo("Wrote version 3 of 'pkg:a', when it was first asked.");
    }

    @Test
    void aConflictSaysWhetherTheRecordIsThereOrDeletedOrWasNeverWritten() {
        Versioned<String> current =
                new Versioned<>(new RecordHeaders(RecordId.global(URI), 4, NOW, NOW, null, false, 1, "", ""), "x");

        assertThat(new Conflict<>(URI, 4, current).explain()).contains("has version 4");
        assertThat(new Conflict<String>(URI, 4, null).explain()).contains("is deleted, at version 4");
        assertThat(new Conflict<String>(URI, 0, null).explain()).contains("does not exist");
    }

    @Test
    void anUnknownOutcomeSaysHowToFindOutAndDoesNotClaimThatNothingWasWritten() {
        assertThat(new Unknown<String>(URI, REQUEST, "the wire is cut").explain())
                .isEqualTo("It is not known whether 'pkg:a' was written: the wire is cut."
                        + " Repeat the request with id 'r1' to find out, or read the record.");
    }

    @Test
    void whatReachedABoundNamesIt() {
        assertThat(new Busy<String>(URI, "some.bound-max").explain()).contains("some.bound-max");
        assertThat(new Contended<String>(URI, 64, 9).explain())
                .contains("substrate.record.update-attempts-max", "64 attempts", "version 9");
        assertThat(new RequestIdReused<String>(URI, REQUEST).explain()).contains("'r1'");
        assertThat(new Declined<String>(URI, 9).explain()).contains("version 9");
    }

    static Stream<Refused<String>> refusals() {
        return Stream.of(
                new Conflict<>(URI, 4, null),
                new NotFound<>(URI),
                new Declined<>(URI, 4),
                new Contended<>(URI, 64, 4),
                new Unacceptable<>(URI, null, "it is not JSON."),
                new RequestIdReused<>(URI, REQUEST),
                new Busy<>(URI, "some.bound-max"));
    }
}
