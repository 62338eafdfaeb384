package dev.substrate.dht.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int REMEMBERED_MAX = 3;
    private static final String NODE = Fixtures.NODE;

    @Test
    void theFirstWriteCreatesVersionOne() {
        RecordState state = written(RecordState.NEVER_WRITTEN, put("a", 0));

        assertThat(state)
                .isEqualTo(Fixtures.state(
                        1, NOW, NOW, "\"a\"", List.of(new PastRequest("a", "print of a", 1, NOW, true))));
        assertThat(state.present()).isTrue();
    }

    @Test
    void everyWriteIsOneVersionMoreAndKeepsTheTimeOfCreation() {
        RecordState first = written(RecordState.NEVER_WRITTEN, put("a", 0));

        RecordState second = written(first, put("b", 1), NOW.plusSeconds(5));

        assertThat(second.version()).isEqualTo(2);
        assertThat(second.created()).isEqualTo(NOW);
        assertThat(second.modified()).isEqualTo(NOW.plusSeconds(5));
        assertThat(second.newestRequest()).isEqualTo(new PastRequest("b", "print of b", 2, NOW.plusSeconds(5), false));
    }

    @Test
    void aDeletionLeavesATombstoneThatContinuesTheCount() {
        RecordState tombstone = written(afterPuts(2), delete("d", 2), NOW.plusSeconds(1));

        assertThat(tombstone.present()).isFalse();
        assertThat(tombstone.entity()).isNull();
        assertThat(tombstone.version()).isEqualTo(3);
        assertThat(tombstone.created()).isEqualTo(NOW);
        assertThat(tombstone.newestRequest().created()).isFalse();
    }

    @Test
    void aRecordThatComesBackCountsOnAndIsCreatedAgain() {
        RecordState tombstone = written(afterPuts(2), delete("d", 2));

        RecordState back = written(tombstone, put("e", 3), NOW.plusSeconds(9));

        assertThat(back.version()).isEqualTo(4);
        assertThat(back.created()).isEqualTo(NOW.plusSeconds(9));
        assertThat(back.newestRequest().created()).isTrue();
    }

    @Test
    void thereIsNothingToDeleteWhereNothingWasWritten() {
        assertThat(decide(RecordState.NEVER_WRITTEN, delete("d", 0))).isEqualTo(Decision.NotFound.NOT_FOUND);
    }

    @Test
    void aDeletedRecordIsNotDeletedAgainByAnotherRequest() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(decide(tombstone, delete("e", 2))).isEqualTo(Decision.NotFound.NOT_FOUND);
        assertThat(decide(tombstone, atVersion(delete("e", 2), 2))).isEqualTo(Decision.NotFound.NOT_FOUND);
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswer() {
        WriteRequest first = put("r1", 0);
        RecordState later = written(written(RecordState.NEVER_WRITTEN, first), put("r2", 1), NOW.plusSeconds(1));

        assertThat(decide(later, first, NOW.plusSeconds(2)))
                .isEqualTo(new Decision.Repeat(new PastRequest("r1", "print of r1", 1, NOW, true)));
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void aRepeatedRequestGetsTheFirstAnswerThoughItsConditionDoesNotHoldAnyMore(Condition condition) {
        RecordState before = condition == Condition.ABSENT ? RecordState.NEVER_WRITTEN : afterPuts(1);
        WriteRequest first = request("r", condition, before.version(), before.version(), "1");
        RecordState written = written(before, first);
        RecordState otherwise = condition == Condition.PRESENT ? written(written, delete("d", 2)) : written;

        assertThat(decide(otherwise, first)).isEqualTo(new Decision.Repeat(written.newestRequest()));
    }

    @Test
    void aRepeatedDeletionGetsTheFirstAnswerAndNotThatThereIsNothing() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(decide(tombstone, delete("d", 1))).isEqualTo(new Decision.Repeat(tombstone.newestRequest()));
    }

    @Test
    void anIdThatComesBackWithOtherContentIsRefused() {
        WriteRequest other = Fixtures.request("p2", "another print", Condition.ALWAYS, 0, 0, "2");

        assertThat(decide(afterPuts(2), other)).isEqualTo(Decision.RequestIdReused.REQUEST_ID_REUSED);
    }

    @Test
    void aRequestForAbsenceIsRefusedWhileTheRecordIsThere() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(decide(afterPuts(2), request("r", Condition.ABSENT, 0, 2, "1")))
                .isEqualTo(new Decision.Conflict(true));
        assertThat(decide(tombstone, request("r", Condition.ABSENT, 0, 2, "1"))).isInstanceOf(Decision.Write.class);
        assertThat(decide(RecordState.NEVER_WRITTEN, request("r", Condition.ABSENT, 0, 0, "1")))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void aRequestForPresenceIsRefusedWhileTheRecordIsNotThere() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(decide(RecordState.NEVER_WRITTEN, request("r", Condition.PRESENT, 0, 0, "1")))
                .isEqualTo(new Decision.Conflict(true));
        assertThat(decide(tombstone, request("r", Condition.PRESENT, 0, 2, null)))
                .isEqualTo(new Decision.Conflict(true));
        assertThat(decide(afterPuts(1), request("r", Condition.PRESENT, 0, 1, "1")))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void aStaleWriterIsRefusedAndTheWriterOfTheCurrentVersionIsNot() {
        assertThat(decide(afterPuts(3), atVersion(put("r", 0), 2))).isEqualTo(new Decision.Conflict(true));
        assertThat(decide(afterPuts(3), atVersion(put("r", 0), 3))).isInstanceOf(Decision.Write.class);
    }

    @Test
    void aWriterWhoExpectsAVersionThatIsStillToComeIsRefused() {
        assertThat(decide(afterPuts(10), atVersion(put("r", 0), 11))).isEqualTo(new Decision.Conflict(true));
    }

    @Test
    void expectingVersionZeroMeansThatTheRecordWasNeverWritten() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(decide(RecordState.NEVER_WRITTEN, atVersion(put("r", 0), 0))).isInstanceOf(Decision.Write.class);
        assertThat(decide(tombstone, atVersion(put("r", 0), 0))).isEqualTo(new Decision.Conflict(true));
    }

    @Test
    void theVersionOfADeletionMayBeExpected() {
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(written(tombstone, atVersion(put("r", 0), 2)).version()).isEqualTo(3);
    }

    @Test
    void aStaleWriterIsCertainlyRefusedOnlyIfEveryRequestSinceIsRemembered() {
        RecordState remembersVersions5To7 = afterPuts(7);

        assertThat(decide(remembersVersions5To7, atVersion(put("r", 0), 4))).isEqualTo(new Decision.Conflict(true));
        assertThat(decide(remembersVersions5To7, atVersion(put("r", 0), 3))).isEqualTo(new Decision.Conflict(false));
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"ALWAYS", "PRESENT", "ABSENT"})
    void aFloorBelowWhatIsRememberedIsRefusedWhateverTheCondition(Condition condition) {
        RecordState remembersVersions5To7 = afterPuts(7);

        assertThat(decide(remembersVersions5To7, request("r", condition, 0, 3, "1")))
                .isEqualTo(new Decision.FloorTooLow(7));
        assertThat(decide(remembersVersions5To7, request("r", condition, 0, 3, null)))
                .isEqualTo(new Decision.FloorTooLow(7));
        assertThat(decide(remembersVersions5To7, request("r", condition, 0, 4, "1")))
                .isNotInstanceOf(Decision.FloorTooLow.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7, 8})
    void aFloorFromWhichEverythingIsRememberedIsHighEnough(long floor) {
        assertThat(decide(afterPuts(7), put("r", floor))).isInstanceOf(Decision.Write.class);
    }

    @Test
    void aRecordThatRemembersNothingAsksForItsOwnVersionAsFloor() {
        RecordState remembersNothing = Fixtures.state(7, NOW, NOW, "1", List.of());

        assertThat(decide(remembersNothing, put("r", 6))).isEqualTo(new Decision.FloorTooLow(7));
        assertThat(decide(remembersNothing, put("r", 7))).isInstanceOf(Decision.Write.class);
        assertThat(decide(remembersNothing, atVersion(put("r", 0), 6))).isEqualTo(new Decision.Conflict(false));
    }

    @Test
    void theFloorOfARequestForAVersionDoesNotMatter() {
        assertThat(decide(afterPuts(7), atVersion(put("r", 0), 7))).isInstanceOf(Decision.Write.class);
    }

    @Test
    void theNewestRequestsAreRememberedOldestFirst() {
        assertThat(afterPuts(5).memory().requests())
                .extracting(PastRequest::version)
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    void whenTheBoundWasLoweredTheOldestRequestsAreForgotten() {
        Decision decision = afterPuts(5).decide(put("r", 5), Fixtures.owner(NOW, 1));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Write.class,
                        write -> assertThat(write.next().memory().requests())
                                .extracting(PastRequest::version)
                                .containsExactly(6L));
    }

    @Test
    void aClockThatWasSetBackDoesNotMakeANewerVersionLookOlder() {
        RecordState first = written(RecordState.NEVER_WRITTEN, put("a", 0));

        RecordState second = written(first, put("b", 1), NOW.minusSeconds(3600));
        RecordState tombstone = written(second, delete("c", 2), NOW.minusSeconds(7200));
        RecordState back = written(tombstone, put("d", 3), NOW.minusSeconds(9999));

        assertThat(List.of(second, tombstone, back))
                .extracting(RecordState::modified)
                .containsOnly(NOW);
        assertThat(back.created()).isEqualTo(NOW);
        assertThat(back.newestRequest().modified()).isEqualTo(NOW);
    }

    @Test
    void whatIsRememberedCannotBeChangedFromOutside() {
        List<PastRequest> requests = new ArrayList<>(List.of(new PastRequest("a", "p", 1, NOW, true)));
        RecordState state = Fixtures.state(1, NOW, NOW, "1", requests);

        requests.clear();

        assertThat(state.memory().requests()).hasSize(1);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> state.memory().requests().clear());
    }

    @Test
    void anotherFloorLeavesTheRequestAsItIs() {
        WriteRequest request = Fixtures.request("id", "print", Condition.AT_VERSION, 4, 1, "1");

        assertThat(request.withFloor(9)).isEqualTo(Fixtures.request("id", "print", Condition.AT_VERSION, 4, 9, "1"));
    }

    @Test
    void aRequestThatIsOlderThanWhatIsRememberedIsRefusedThoughItMayBeNew() {
        RecordState state = RecordState.NEVER_WRITTEN;
        for (int i = 1; i <= 5; i++) {
            state = written(state, put("p" + i, state.version()), NOW.plusSeconds(i));
        }

        // The third to the fifth are remembered.
        assertThat(decide(state, issued(put("new", 5), NOW.plusSeconds(2))))
                .isEqualTo(new Decision.TooOld(NOW.plusSeconds(2)));
        assertThat(decide(state, issued(put("new", 5), NOW.plusMillis(2001)))).isInstanceOf(Decision.Write.class);
        assertThat(decide(state, issued(put("p3", 0), NOW))).isInstanceOf(Decision.Repeat.class);
    }

    @Test
    void aRecordThatHasForgottenNothingRefusesNoRequestForItsAge() {
        assertThat(decide(afterPuts(2), issued(put("new", 2), NOW.minusSeconds(99999))))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void requestsAreForgottenWithTheNextWriteOnceTheyAreTooOld() {
        Retention oneMinute = new Retention(10, Duration.ofMinutes(1), false);
        RecordState state = RecordState.NEVER_WRITTEN;
        for (int i = 0; i < 3; i++) {
            RecordState.Owner owner = new RecordState.Owner(NOW.plusSeconds(40L * i), NODE, oneMinute, 0);
            state = ((Decision.Write) state.decide(put("p" + i, state.version()), owner)).next();
        }

        assertThat(state.memory().requests()).extracting(PastRequest::id).containsExactly("p1", "p2");
        assertThat(state.memory().forgottenUntil()).isEqualTo(NOW);
    }

    @Test
    void aTimeToLiveCountsFromTheWrite() {
        RecordState state = written(RecordState.NEVER_WRITTEN, living(Duration.ofSeconds(10), false));

        assertThat(state.expires()).isEqualTo(NOW.plusSeconds(10));
        assertThat(state.expired(NOW.plusMillis(9_999))).isFalse();
        assertThat(state.expired(NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void anUpdateKeepsTheEndUnlessItNamesAnotherAndAPutDoesNot() {
        RecordState state = written(RecordState.NEVER_WRITTEN, living(Duration.ofSeconds(10), false));

        assertThat(written(state, living(null, true), NOW.plusSeconds(3)).expires())
                .isEqualTo(NOW.plusSeconds(10));
        assertThat(written(state, living(Duration.ofSeconds(20), true), NOW.plusSeconds(3))
                        .expires())
                .isEqualTo(NOW.plusSeconds(23));
        assertThat(written(state, living(null, false), NOW.plusSeconds(3)).expires())
                .isNull();
        RecordState tombstone = written(state, delete("d", 1));
        assertThat(tombstone.expires()).isNull();
        assertThat(written(tombstone, living(null, true)).expires()).isNull();
    }

    @Test
    void anExpiredRecordLeavesATombstoneOfItsOwnVersion() {
        RecordState state = written(RecordState.NEVER_WRITTEN, living(Duration.ofSeconds(10), false));

        RecordState tombstone = state.expire(Fixtures.owner(NOW.plusSeconds(11), REMEMBERED_MAX));

        assertThat(tombstone.version()).isEqualTo(2);
        assertThat(tombstone.present()).isFalse();
        assertThat(tombstone.expired(NOW.plusSeconds(99))).isFalse();
        assertThat(tombstone.memory().requests())
                .extracting(PastRequest::version)
                .containsExactly(1L, 2L);
    }

    @Test
    void aTombstoneMayBePurgedAfterItsGraceAndNothingElseMay() {
        Duration week = Duration.ofDays(7);
        RecordState tombstone = written(afterPuts(1), delete("d", 1));

        assertThat(tombstone.purgeable(NOW.plus(week).minusMillis(1), week)).isFalse();
        assertThat(tombstone.purgeable(NOW.plus(week), week)).isTrue();
        assertThat(afterPuts(1).purgeable(NOW.plus(week), week)).isFalse();
        assertThat(RecordState.NEVER_WRITTEN.purgeable(NOW.plus(week), week)).isFalse();
    }

    @Test
    void aNameThatMayHaveBeenPurgedBeginsAboveWhatWasPurged() {
        RecordState.Owner owner =
                new RecordState.Owner(NOW, NODE, new Retention(REMEMBERED_MAX, Duration.ofDays(1), false), 41);

        Decision decision = RecordState.NEVER_WRITTEN.decide(put("a", 41), owner);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Write.class,
                        write -> assertThat(write.next().version()).isEqualTo(42));
        assertThat(RecordState.NEVER_WRITTEN.decide(atVersion(put("a", 0), 41), owner))
                .isInstanceOf(Decision.Conflict.class);
        assertThat(RecordState.NEVER_WRITTEN.decide(atVersion(put("a", 41), 0), owner))
                .isInstanceOf(Decision.Write.class);
    }

    @Test
    void aRequestFromBeforeAPurgeIsNotWrittenAgainHoweverLateItComes() {
        RecordState.Owner owner =
                new RecordState.Owner(NOW, NODE, new Retention(REMEMBERED_MAX, Duration.ofDays(1), false), 41);

        for (WriteRequest late : List.of(
                put("a", 0), put("a", 40), request("a", Condition.ABSENT, 0, 40, "1"), atVersion(put("a", 0), 0))) {
            assertThat(RecordState.NEVER_WRITTEN.decide(late, owner)).isEqualTo(new Decision.FloorTooLow(41));
        }
    }

    @Test
    void aTombstoneKeepsWhatItDeletedOnlyForAnArchive() {
        Retention archived = new Retention(REMEMBERED_MAX, Duration.ofDays(1), true);
        Decision kept = afterPuts(1).decide(delete("d", 1), new RecordState.Owner(NOW, NODE, archived, 0));

        assertThat(kept)
                .isInstanceOfSatisfying(
                        Decision.Write.class,
                        write -> assertThat(write.next().deleted()).isEqualTo("\"p1\""));
        assertThat(written(afterPuts(1), delete("d", 1)).deleted()).isNull();
    }

    @Test
    void textOfNoKnownVersionOfItsTypeKeepsTheVersionThatIsThere() {
        RecordState second = written(
                RecordState.NEVER_WRITTEN,
                new WriteRequest("a", "p", null, Condition.ALWAYS, 0, 0, new Content("1", 2, null, false)));

        RecordState text = written(
                second, new WriteRequest("b", "p", null, Condition.ALWAYS, 0, 1, new Content("2", 0, null, false)));

        assertThat(second.typeVersion()).isEqualTo(2);
        assertThat(text.typeVersion()).isEqualTo(2);
        assertThat(text.writer()).isEqualTo(NODE);
    }

    private static WriteRequest living(@Nullable Duration timeToLive, boolean asBefore) {
        return new WriteRequest(
                "r" + timeToLive + asBefore,
                "print",
                null,
                Condition.ALWAYS,
                0,
                Long.MAX_VALUE,
                new Content("1", 1, timeToLive, asBefore));
    }

    private static WriteRequest issued(WriteRequest request, Instant time) {
        return new WriteRequest(
                request.id(),
                request.fingerprint(),
                time,
                request.condition(),
                request.expectedVersion(),
                request.floor(),
                request.content());
    }

    private static RecordState afterPuts(int count) {
        RecordState state = RecordState.NEVER_WRITTEN;
        for (int i = 1; i <= count; i++) {
            state = written(state, put("p" + i, state.version()));
        }
        return state;
    }

    private static RecordState written(RecordState state, WriteRequest request) {
        return written(state, request, NOW);
    }

    private static RecordState written(RecordState state, WriteRequest request, Instant now) {
        Decision decision = decide(state, request, now);
        assertThat(decision).isInstanceOf(Decision.Write.class);
        return ((Decision.Write) decision).next();
    }

    private static Decision decide(RecordState state, WriteRequest request) {
        return decide(state, request, NOW);
    }

    private static Decision decide(RecordState state, WriteRequest request, Instant now) {
        return state.decide(request, Fixtures.owner(now, REMEMBERED_MAX));
    }

    private static WriteRequest put(String id, long floor) {
        return request(id, Condition.ALWAYS, 0, floor, "\"" + id + "\"");
    }

    private static WriteRequest delete(String id, long floor) {
        return request(id, Condition.ALWAYS, 0, floor, null);
    }

    private static WriteRequest atVersion(WriteRequest request, long version) {
        return new WriteRequest(
                request.id(),
                request.fingerprint(),
                null,
                Condition.AT_VERSION,
                version,
                request.floor(),
                request.content());
    }

    private static WriteRequest request(
            String id, Condition condition, long expectedVersion, long floor, @Nullable String entity) {
        return Fixtures.request(id, "print of " + id, condition, expectedVersion, floor, entity);
    }
}
