package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.client.Call.Step;
import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RecordUri;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ReadCallTest {

    private static final RecordUri URI = RecordUri.parse("pkg:a");

    @Test
    void itSaysWhetherTheOwnerMustConfirmThatItIsTheOwner() {
        assertThat(call(true).next()).isEqualTo(new Operation.Read(true));
        assertThat(call(false).next()).isEqualTo(new Operation.Read(false));
    }

    @Test
    void theRecordEndsTheCallAlsoIfItWasNeverWritten() {
        RecordVersion none = Fixtures.version(0, Instant.EPOCH, Instant.EPOCH, null);

        assertThat(call(true).onReply(new RecordEntity.Current(1, none))).isEqualTo(new Step.Done<>(none));
    }

    @Test
    void aNodeThatDoesNotOwnTheRecordIsAskedAgainSoon() {
        assertThat(call(true).onReply(new RecordEntity.TryAgain(1, null))).isEqualTo(new Step.SendSoon<>());
    }

    @Test
    void aDamagedRecordFailsAtOnce() {
        assertThat(call(true).onReply(new RecordEntity.Damaged(1, "its headers are not JSON")))
                .isInstanceOfSatisfying(
                        Step.Failed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOf(RecordDamagedException.class)
                                .hasMessageContainingAll("'pkg:a'", "its headers are not JSON", "repaired"));
    }

    @Test
    void whatKeptTheOwnerFromAnAnswerIsSaidAtTheDeadline() {
        ReadCall call = call(true);
        assertThat(call.onReply(new RecordEntity.TryAgain(1, "the store is away")))
                .isEqualTo(new Step.SendSoon<>());

        call.expire(call.result());

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> call.result().join())
                .withMessageContaining("its owner could not ask the store: the store is away");
    }

    @Test
    void silenceSendsAgainHoweverOften() {
        ReadCall call = call(true);

        for (int i = 0; i < 5; i++) {
            call.next();
            assertThat(call.onSilence()).isEqualTo(new Step.SendNow<>());
        }
    }

    @Test
    void atItsDeadlineTheRecordIsUnavailable() {
        ReadCall call = call(true);

        call.expire(call.result());

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> call.result().join())
                .withCauseInstanceOf(RecordUnavailableException.class)
                .withMessageContaining("'pkg:a' could not be read within 1500 ms");
    }

    @Test
    void atTheDoorTheBoundIsNamed() {
        ReadCall call = call(true);

        call.turnAway(call.result(), "some.bound-max");

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> call.result().join())
                .withCauseInstanceOf(RecordUnavailableException.class)
                .withMessageContaining("some.bound-max");
    }

    private static ReadCall call(boolean confirmed) {
        return new ReadCall(RecordId.global(URI), confirmed, Duration.ofMillis(1500));
    }
}
