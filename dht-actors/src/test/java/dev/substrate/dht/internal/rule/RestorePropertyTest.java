package dev.substrate.dht.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Versions of one history, put back in any order and any number of times. */
class RestorePropertyTest {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Property
    void theOrderAndTheRepetitionsDoNotMatter(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 8) Integer> versions,
            @ForAll Random random) {
        List<Integer> shuffled = new ArrayList<>(versions);
        shuffled.addAll(versions);
        Collections.shuffle(shuffled, random);

        RecordState one = restored(RecordState.NEVER_WRITTEN, versions);
        RecordState other = restored(RecordState.NEVER_WRITTEN, shuffled);

        assertThat(one).isEqualTo(other);
        assertThat(Restoration.of(one)).isEqualTo(version(Collections.max(versions)));
        assertThat(restored(one, shuffled)).isEqualTo(one);
    }

    @Property
    void aVersionIsNeverLoweredAndNeverHasTwoContents(
            @ForAll @Size(max = 30) List<@IntRange(min = -8, max = 8) Integer> moves) {
        RecordState state = RecordState.NEVER_WRITTEN;
        for (int move : moves) {
            RecordState before = state;
            state = move > 0 ? restored(state, List.of(move)) : written(state, "r" + move);
            assertThat(state.version()).isGreaterThanOrEqualTo(before.version());
            if (state.version() == before.version()) {
                assertThat(state).isEqualTo(before);
            }
            List<PastRequest> requests = state.memory().requests();
            for (int i = 0; i < requests.size(); i++) {
                // What the row's reader insists on: the requests are those of the newest versions, without a gap.
                assertThat(requests.get(i).version()).isEqualTo(state.version() - requests.size() + 1 + i);
            }
            assertThat(state.memory().forgottenUntil())
                    .isAfterOrEqualTo(before.memory().forgottenUntil());
        }
    }

    @Property
    void whatIsAsManyVersionsOnAsWasPurgedIsNotPutBack(
            @ForAll @IntRange(min = 1, max = 8) int version, @ForAll @IntRange(min = 0, max = 8) int purged) {
        RestoreDecision decision = RecordState.NEVER_WRITTEN.restore(version(version), owner(purged));

        if (version > purged) {
            assertThat(decision).isInstanceOf(RestoreDecision.Write.class);
        } else {
            assertThat(decision)
                    .isEqualTo(
                            version(version).entity() == null
                                    ? RestoreDecision.Nothing.KEPT
                                    : RestoreDecision.Nothing.PURGED);
        }
    }

    @Property
    void aRequestFromBeforeIsNeitherWrittenAgainNorDenied(
            @ForAll @IntRange(min = 1, max = 8) int before, @ForAll @IntRange(min = 0, max = 8) int floor) {
        RecordState state = RecordState.NEVER_WRITTEN;
        for (int i = 1; i <= before; i++) {
            state = written(state, "r" + i);
        }
        RecordState after = restored(state, List.of(before + 3));

        for (int i = 1; i <= before; i++) {
            WriteRequest again = request("r" + i, Math.min(floor, i - 1));
            assertThat(after.decide(again, owner(0))).isEqualTo(new Decision.FloorTooLow(before + 3));
            WriteRequest dated = new WriteRequest("r" + i, "p", NOW, Condition.ALWAYS, 0, 99, again.content());
            assertThat(after.decide(dated, owner(0))).isInstanceOf(Decision.TooOld.class);
        }
    }

    @Property
    void theGraceOfATombstoneBeginsWhenItIsPutBack(@ForAll @IntRange(min = 1, max = 100) int days) {
        RecordState tombstone = restored(RecordState.NEVER_WRITTEN, List.of(3));
        assertThat(tombstone.present()).isFalse();

        assertThat(tombstone.purgeable(NOW.plus(Duration.ofDays(days).minusMillis(1)), Duration.ofDays(days)))
                .isFalse();
        assertThat(tombstone.purgeable(NOW.plus(Duration.ofDays(days)), Duration.ofDays(days)))
                .isTrue();
    }

    /** Every third version is a deletion. */
    private static Restoration version(int version) {
        @Nullable String entity = version % 3 == 0 ? null : "{\"n\":" + version + "}";
        Instant time = THEN.plusSeconds(version);
        return new Restoration(
                version,
                THEN,
                time,
                null,
                1,
                "a".repeat(40),
                new PastRequest("old" + version, "print", version, time, version == 1),
                entity,
                entity == null ? "1" : null);
    }

    private static RecordState restored(RecordState state, List<Integer> versions) {
        RecordState now = state;
        for (int version : versions) {
            if (now.restore(version(version), owner(0)) instanceof RestoreDecision.Write write) {
                now = write.next();
            }
        }
        return now;
    }

    private static RecordState written(RecordState state, String request) {
        Decision decision = state.decide(request(request + " at " + state.version(), state.version()), owner(0));
        return decision instanceof Decision.Write write ? write.next() : state;
    }

    private static WriteRequest request(String id, long floor) {
        return Fixtures.request(id, "p", Condition.ALWAYS, 0, floor, "1");
    }

    private static RecordState.Owner owner(long purged) {
        return new RecordState.Owner(NOW, Fixtures.NODE, new Retention(4, Duration.ofHours(1), true), purged);
    }
}
