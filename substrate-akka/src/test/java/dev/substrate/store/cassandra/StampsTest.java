package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import org.junit.jupiter.api.Test;

class StampsTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);

    private final Stamps stamps = new Stamps();

    @Test
    void stampsOfAnEpochRiseAndKnowTheirEpoch() {
        long first = stamps.next(SHARD, 3);
        long second = stamps.next(SHARD, 3);
        assertThat(second).isEqualTo(first + 1);
        assertThat(Stamps.epochOf(first)).isEqualTo(3);
        assertThat(Stamps.epochOf(second)).isEqualTo(3);
    }

    @Test
    void everyStampOfAnEpochIsHigherThanAllOfTheEpochsBeforeIt() {
        long last = 0;
        for (long epoch = 1; epoch < 100_000_000; epoch *= 7) {
            long stamp = stamps.next(SHARD, epoch);
            assertThat(stamp).isGreaterThan(last);
            last = stamp + (1L << 36) - 2; // the last one that the epoch can give out
            assertThat(Stamps.epochOf(last)).isEqualTo(epoch);
        }
    }

    @Test
    void aLowerEpochThanTheLastOneIsLost() {
        stamps.next(SHARD, 3);
        assertThatThrownBy(() -> stamps.next(SHARD, 2)).isInstanceOf(FenceLostException.class);
        assertThat(Stamps.epochOf(stamps.next(new ShardKey("record", 8), 2))).isEqualTo(2);
    }

    @Test
    void anEpochThatWasNeverTakenHasNoStamps() {
        assertThatThrownBy(() -> stamps.next(SHARD, 0)).isInstanceOf(FenceLostException.class);
    }

    @Test
    void anEpochThatHasUsedUpItsStampsIsLost() {
        Stamps few = new Stamps(2);
        few.next(SHARD, 1);
        few.next(SHARD, 1);
        assertThatThrownBy(() -> few.next(SHARD, 1)).isInstanceOf(FenceLostException.class);
        assertThat(Stamps.epochOf(few.next(SHARD, 2))).isEqualTo(2);
    }

    @Test
    void epochsThatDoNotFitIntoATimestampAreRefused() {
        assertThatThrownBy(() -> stamps.next(SHARD, 1L << 27)).isInstanceOf(IllegalStateException.class);
    }
}
