package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveRecordsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ShardKey SHARD = new ShardKey("record", 7);
    private static final String URI = "user:anna";
    private static final Object OWNER = new Object();

    /** What the store was asked, and whom to tell. */
    private record Asked(ShardKey shard, long epoch, Consumer<? super @Nullable Throwable> told) {}

    private final List<Asked> asked = new ArrayList<>();
    private final List<Long> found = new ArrayList<>();
    private int elsewhere;
    private final LiveRecords live = new LiveRecords(
            (shard, epoch, told) -> asked.add(new Asked(shard, epoch, told)), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void whatIsNotHereIsNotAnswered() {
        assertThat(read(true)).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void aReadIsAnsweredOnceTheEpochIsConfirmedUnderWhichTheRecordWasRecovered() {
        live.show(URI, OWNER, SHARD, 5, version(3, null));
        assertThat(read(true)).isTrue();
        assertThat(found).isEmpty();
        assertThat(asked).extracting(Asked::shard, Asked::epoch).containsExactly(tuple(SHARD, 5L));
        asked.get(0).told().accept(null);
        assertThat(found).containsExactly(3L);
        assertThat(elsewhere).isZero();
    }

    @Test
    void whatWasReadIsWhatWasThereBeforeTheStoreWasAsked() {
        live.show(URI, OWNER, SHARD, 5, version(3, null));
        assertThat(read(true)).isTrue();
        live.show(URI, OWNER, SHARD, 5, version(4, null));
        asked.get(0).told().accept(null);
        assertThat(found).containsExactly(3L);
    }

    @Test
    void aReadThatIsNotConfirmedGoesElsewhere() {
        live.show(URI, OWNER, SHARD, 5, version(3, null));
        assertThat(read(true)).isTrue();
        asked.get(0).told().accept(new FenceLostException(SHARD, 5, 6));
        assertThat(found).isEmpty();
        assertThat(elsewhere).isEqualTo(1);
    }

    @Test
    void aReadThatNeedsNoConfirmationIsAnsweredAtOnce() {
        live.show(URI, OWNER, SHARD, 5, version(3, null));
        assertThat(read(false)).isTrue();
        assertThat(found).containsExactly(3L);
        assertThat(asked).isEmpty();
    }

    @Test
    void aRecordWhoseTimeHasComeIsLeftToItsOwner() {
        live.show(URI, OWNER, SHARD, 5, version(3, NOW));
        assertThat(read(true)).isFalse();
        live.show(URI, OWNER, SHARD, 5, version(3, NOW.plus(Duration.ofMillis(1))));
        assertThat(read(false)).isTrue();
    }

    @Test
    void whatIsHiddenIsNotHereUnlessAnotherHasShownIt() {
        live.show(URI, OWNER, SHARD, 5, version(3, null));
        live.hide(URI, new Object());
        assertThat(read(false)).isTrue();
        live.hide(URI, OWNER);
        assertThat(read(false)).isFalse();
        assertThat(live.size()).isZero();
    }

    private boolean read(boolean confirmed) {
        return live.read(URI, confirmed, version -> found.add(version.version()), () -> elsewhere++);
    }

    private static RecordVersion version(long version, @Nullable Instant expires) {
        return new RecordVersion(version, NOW, NOW, expires, 0, "n", "r", "1");
    }
}
