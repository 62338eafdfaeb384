package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.client.Call.Step;
import dev.substrate.dht.internal.entity.Operation;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordEntity.FloorTooLow;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.dht.internal.entity.RecordEntity.TryAgain;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WriteCallTest {

    private static final RecordUri URI = RecordUri.parse("pkg:a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Reply WRITTEN = new RecordEntity.Written(1, 4, NOW, true, false);
    private static final Reply NOT_FOUND = new RecordEntity.NotFound(1);
    private static final Reply BUSY = new RecordEntity.Busy(1, "some.waiting-max");
    private static final Reply REUSED = new RecordEntity.RequestIdReused(1);

    @Test
    void anAttemptCarriesTheRequestUnderTheNumberOfTheCall() {
        WriteRequest request = request(Condition.ALWAYS);

        assertThat(call(request).next()).isEqualTo(new Operation.Write(request));
    }

    @Test
    void anAcknowledgementEndsTheCall() {
        assertThat(sent(Condition.ALWAYS, 1).onReply(WRITTEN))
                .isEqualTo(done(new WriteOutcome.Written<>(URI, 4, NOW, true, false, new Json("1"))));
    }

    @Test
    void anAcknowledgementEndsTheCallThoughOtherAttemptsAreUnanswered() {
        Reply repeated = new RecordEntity.Written(1, 4, NOW, true, true);

        assertThat(sent(Condition.ALWAYS, 3).onReply(repeated))
                .isEqualTo(done(new WriteOutcome.Written<>(URI, 4, NOW, true, true, new Json("1"))));
    }

    @Test
    void anAcknowledgedDeletionHasNoValue() {
        WriteCall call = call(Fixtures.request("r1", "print", Condition.ALWAYS, 0, 0, null));
        call.next();

        assertThat(call.onReply(WRITTEN))
                .isEqualTo(done(new WriteOutcome.Written<Json>(URI, 4, NOW, true, false, null)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsDefiniteIfEveryAttemptWasAnswered(
            Condition condition, Reply refusal, WriteOutcome<Json> outcome, boolean meetsAllAttempts) {
        assertThat(sent(condition, 1).onReply(refusal)).isEqualTo(done(outcome));

        WriteCall thirdAnswerOfThree = sent(condition, 3);
        thirdAnswerOfThree.onReply(new TryAgain(1, null));
        thirdAnswerOfThree.onReply(new TryAgain(1, null));
        assertThat(thirdAnswerOfThree.onReply(refusal)).isEqualTo(done(outcome));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalThatMayNotMeetAnAttemptUnderWayIsNotDefinite(
            Condition condition, Reply refusal, WriteOutcome<Json> outcome, boolean meetsAllAttempts) {
        WriteCall call = sent(condition, 2);

        Step<WriteOutcome<Json>> step = call.onReply(refusal);

        if (meetsAllAttempts) {
            assertThat(step).isEqualTo(done(outcome));
        } else {
            assertThat(step).isEqualTo(new Step.Wait<>());
            assertUnknown(call.onSilence());
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatWasWaitedForDecides(
            Condition condition, Reply refusal, WriteOutcome<Json> outcome, boolean meetsAllAttempts) {
        WriteCall call = sent(condition, 2);
        call.onReply(new FloorTooLow(1, 40));

        assertThat(call.onReply(refusal)).isEqualTo(done(outcome));
    }

    @Test
    void aFloorThatOthersCountFromIsNotRaisedHere() {
        WriteCall call =
                new WriteCall(RecordId.global(URI), request(Condition.ALWAYS), true, Duration.ofSeconds(1), false);
        call.next();

        assertThat(call.onReply(new FloorTooLow(1, 40)))
                .isInstanceOfSatisfying(
                        Step.Failed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        FloorTooLowException.class,
                                        tooLow -> assertThat(tooLow.floor()).isEqualTo(40)));
    }

    @Test
    void aConflictWithARecordThatMayHaveForgottenIsNoRefusalForThoseWhoCountElsewhere() {
        WriteCall call =
                new WriteCall(RecordId.global(URI), request(Condition.AT_VERSION), true, Duration.ofSeconds(1), false);
        call.next();
        assertThat(call.onReply(conflict(false, 40, "2"))).isInstanceOf(Step.Failed.class);
        call.next();
        assertThat(call.onReply(conflict(true, 40, "2"))).isInstanceOf(Step.Done.class);
    }

    @Test
    void aWriteThatWasWaitedForIsASuccess() {
        WriteCall call = sent(Condition.ABSENT, 2);
        assertThat(call.onReply(conflict(true, 4, "2"))).isEqualTo(new Step.Wait<>());

        assertThat(call.onReply(WRITTEN)).isInstanceOf(Step.Done.class);
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void aNodeThatDoesNotOwnTheRecordIsAskedAgainSoon(Condition condition) {
        assertThat(sent(condition, 1).onReply(new TryAgain(1, null))).isEqualTo(new Step.SendSoon<>());
        assertThat(sent(condition, 2).onReply(new TryAgain(1, null))).isEqualTo(new Step.SendSoon<>());
    }

    @Test
    void whileTheCallWaitsForOthersItDoesNotSendAgainForOneThatDidNotCount() {
        WriteCall call = sent(Condition.ALWAYS, 3);
        call.onReply(new FloorTooLow(1, 40));

        assertThat(call.onReply(new TryAgain(1, null))).isEqualTo(new Step.Wait<>());
    }

    @Test
    void onceNothingIsUnansweredTheCallGoesOn() {
        WriteCall call = sent(Condition.ALWAYS, 2);
        call.onReply(new FloorTooLow(1, 40));

        assertThat(call.onReply(new TryAgain(1, null))).isEqualTo(new Step.SendSoon<>());
        assertThat(call.onSilence()).isEqualTo(new Step.SendNow<>());
        call.next();
        assertThat(call.onSilence()).isEqualTo(new Step.SendNow<>());
    }

    @Test
    void aFloorThatIsTooLowIsRaisedIfNoAttemptCanHaveWritten() {
        WriteCall call = sent(Condition.ALWAYS, 1);

        assertThat(call.onReply(new FloorTooLow(1, 40))).isEqualTo(new Step.SendNow<>());
        assertThat(call.next())
                .isEqualTo(new Operation.Write(request(Condition.ALWAYS).withFloor(40)));
    }

    @Test
    void aFloorIsNotRaisedWhileAnAttemptMayHaveWritten() {
        WriteCall call = sent(Condition.ALWAYS, 2);

        assertThat(call.onReply(new FloorTooLow(1, 40))).isEqualTo(new Step.Wait<>());
        assertUnknown(call.onSilence());
    }

    @Test
    void aFloorIsRaisedOnceTheOtherAttemptsAreAnswered() {
        WriteCall call = sent(Condition.ALWAYS, 2);
        call.onReply(new FloorTooLow(1, 40));

        assertThat(call.onReply(new FloorTooLow(1, 41))).isEqualTo(new Step.SendNow<>());
        assertThat(call.next())
                .isEqualTo(new Operation.Write(request(Condition.ALWAYS).withFloor(41)));
        assertThat(call.onSilence()).isEqualTo(new Step.SendNow<>());
    }

    @Test
    void silenceSendsAgain() {
        assertThat(sent(Condition.ALWAYS, 1).onSilence()).isEqualTo(new Step.SendNow<>());
        assertThat(sent(Condition.AT_VERSION, 5).onSilence()).isEqualTo(new Step.SendNow<>());
    }

    @Test
    void atItsDeadlineTheOutcomeIsUnknown() {
        WriteCall call = sent(Condition.ALWAYS, 1);

        call.expire(call.result());

        assertThat(call.result())
                .isCompletedWithValue(new WriteOutcome.Unknown<>(
                        URI, new RequestId("r1"), "within 1500 ms its owner did not answer"));
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void anOwnerThatIsBusyIsAskedAgainSoon(Condition condition) {
        assertThat(sent(condition, 1).onReply(BUSY)).isEqualTo(new Step.SendSoon<>());
        assertThat(sent(condition, 2).onReply(BUSY)).isEqualTo(new Step.SendSoon<>());
    }

    @Test
    void ifEveryAttemptWasTurnedAwayNothingWasWrittenAtTheDeadline() {
        WriteCall call = sent(Condition.ALWAYS, 3);
        call.onReply(BUSY);
        call.onReply(new TryAgain(1, "the store is away"));
        call.onReply(BUSY);

        call.expire(call.result());

        assertThat(call.result()).isCompletedWithValue(new WriteOutcome.Busy<>(URI, "some.waiting-max"));
    }

    @Test
    void ifAnAttemptIsUnansweredTheOutcomeIsUnknownThoughTheOthersWereTurnedAway() {
        WriteCall call = sent(Condition.ALWAYS, 2);
        call.onReply(BUSY);

        call.expire(call.result());

        assertThat(call.result())
                .isCompletedWithValue(new WriteOutcome.Unknown<>(
                        URI,
                        new RequestId("r1"),
                        "within 1500 ms as much as some.waiting-max allows is waiting at its owner"));
    }

    @Test
    void theReasonOfTheOwnerIsPassedOn() {
        WriteCall call = sent(Condition.ALWAYS, 1);
        call.onReply(new TryAgain(1, "the store is away"));

        call.expire(call.result());

        assertThat(call.result())
                .isCompletedWithValue(new WriteOutcome.Unknown<>(
                        URI,
                        new RequestId("r1"),
                        "within 1500 ms its owner could not ask the store: the store is away"));
    }

    @Test
    void atTheDoorItIsTurnedAwayAsBusy() {
        WriteCall call = call(request(Condition.ALWAYS));

        call.turnAway(call.result(), "some.bound-max");

        assertThat(call.result()).isCompletedWithValue(new WriteOutcome.Busy<>(URI, "some.bound-max"));
    }

    @Test
    void theAnswerToAReadIsNoAnswerToAWrite() {
        assertThatIllegalStateException()
                .isThrownBy(() -> sent(Condition.ALWAYS, 1)
                        .onReply(new RecordEntity.Current(1, Fixtures.version(4, NOW, NOW, "2"))));
    }

    /** Each refusal, what it becomes, and whether attempts that are still under way will be refused as well. */
    static Stream<Arguments> refusals() {
        WriteOutcome<Json> conflict =
                new WriteOutcome.Conflict<>(URI, 4, Fixtures.versioned(URI, new Json("2"), 4, NOW, NOW));
        WriteOutcome<Json> tombstone = new WriteOutcome.Conflict<>(URI, 4, null);
        WriteOutcome<Json> notYet =
                new WriteOutcome.Conflict<>(URI, 2, Fixtures.versioned(URI, new Json("2"), 2, NOW, NOW));
        Reply damage = new RecordEntity.Damaged(1, "its headers are not JSON");
        WriteOutcome<Json> damaged = new WriteOutcome.Damaged<>(URI, "its headers are not JSON");
        WriteOutcome<Json> notFound = new WriteOutcome.NotFound<>(URI);
        WriteOutcome<Json> reused = new WriteOutcome.RequestIdReused<>(URI, new RequestId("r1"));
        return Stream.of(
                Arguments.of(Condition.AT_VERSION, conflict(true, 4, "2"), conflict, true),
                Arguments.of(Condition.AT_VERSION, conflict(true, 4, null), tombstone, true),
                Arguments.of(Condition.AT_VERSION, conflict(false, 4, "2"), conflict, false),
                Arguments.of(Condition.AT_VERSION, conflict(true, 2, "2"), notYet, false),
                Arguments.of(Condition.AT_VERSION, damage, damaged, false),
                Arguments.of(Condition.ALWAYS, damage, damaged, false),
                Arguments.of(Condition.AT_VERSION, NOT_FOUND, notFound, true),
                Arguments.of(Condition.AT_VERSION, REUSED, reused, false),
                Arguments.of(Condition.ABSENT, conflict(true, 4, "2"), conflict, false),
                Arguments.of(Condition.PRESENT, conflict(true, 4, null), tombstone, false),
                Arguments.of(Condition.ALWAYS, NOT_FOUND, notFound, false),
                Arguments.of(Condition.PRESENT, NOT_FOUND, notFound, false),
                Arguments.of(Condition.ALWAYS, REUSED, reused, false));
    }

    private static Reply conflict(boolean certain, long version, @Nullable String entity) {
        return new RecordEntity.Conflict(1, certain, Fixtures.version(version, NOW, NOW, entity));
    }

    private static Step<WriteOutcome<Json>> done(WriteOutcome<Json> outcome) {
        return new Step.Done<>(outcome);
    }

    private static void assertUnknown(Step<WriteOutcome<Json>> step) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Done.class,
                        done -> assertThat(done.result())
                                .isInstanceOfSatisfying(WriteOutcome.Unknown.class, unknown -> {
                                    assertThat(unknown.requestId()).isEqualTo(new RequestId("r1"));
                                    assertThat(unknown.reason()).contains("an earlier attempt went unanswered");
                                }));
    }

    private WriteCall sent(Condition condition, int times) {
        WriteCall call = call(request(condition));
        for (int i = 0; i < times; i++) {
            call.next();
        }
        return call;
    }

    private static WriteCall call(WriteRequest request) {
        return new WriteCall(RecordId.global(URI), request, Duration.ofMillis(1500));
    }

    private static WriteRequest request(Condition condition) {
        return Fixtures.request("r1", "print", condition, condition == Condition.AT_VERSION ? 3 : 0, 2, "1");
    }
}
