package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Snapshots. */
interface SnapshotContract extends ContractTopic {

    @Test
    default void aSnapshotComesBackAsItWasSavedWhateverItsIdAndContent() {
        FencedStore store = scene().open();
        for (int number : new int[] {7, -3}) {
            ShardKey shard = scene().shard(number);
            long epoch = scene().await(store.raiseEpoch(shard, "a"));
            for (String awkward : Rows.AWKWARD) {
                String id = awkward + "/" + number;
                SnapshotRow snapshot = Rows.snapshot(shard, id, 3, epoch, id);
                scene().await(store.save(snapshot));
                assertThat(scene().await(store.snapshot(shard, id, SnapshotChoice.ALL)))
                        .contains(snapshot);
            }
        }
        assertThat(scene().await(store.snapshot(scene().shard(), "t:absent", SnapshotChoice.ALL)))
                .isEmpty();
    }

    @Test
    default void snapshotsOf512KiBAreKept() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        SnapshotRow snapshot = Rows.snapshot(shard, "t:large", 1, epoch, Rows.json("😀".repeat(128 * 1024)));
        scene().await(store.save(snapshot));
        assertThat(scene().await(store.snapshot(shard, "t:large", SnapshotChoice.ALL)))
                .contains(snapshot);
    }

    @Test
    default void theHighestSnapshotAmongThoseThatAreMeantIsChosen() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (long sequence : new long[] {20, 5, 10, 15}) {
            scene().await(store.save(Rows.snapshot(shard, "t:a", sequence, epoch, "" + sequence)));
        }
        assertThat(chosen(store, shard, SnapshotChoice.ALL)).isEqualTo(20);
        assertThat(chosen(store, shard, upTo(20))).isEqualTo(20);
        assertThat(chosen(store, shard, upTo(19))).isEqualTo(15);
        assertThat(chosen(store, shard, upTo(4))).isZero();
        assertThat(chosen(store, shard, new SnapshotChoice(16, 19, Instant.MIN, Instant.MAX)))
                .isZero();
        assertThat(chosen(store, shard, new SnapshotChoice(15, 15, Instant.MIN, Instant.MAX)))
                .isEqualTo(15);
        Instant ten = Rows.TIME.plusSeconds(10);
        assertThat(chosen(store, shard, new SnapshotChoice(0, Long.MAX_VALUE, Instant.MIN, ten)))
                .isEqualTo(10);
        assertThat(chosen(store, shard, new SnapshotChoice(0, Long.MAX_VALUE, Instant.MIN, ten.minusNanos(1))))
                .isEqualTo(5);
        assertThat(chosen(store, shard, new SnapshotChoice(0, 12, ten.plusNanos(1), Instant.MAX)))
                .isZero();
        assertThat(chosen(store, shard, new SnapshotChoice(0, 12, ten, Instant.MAX)))
                .isEqualTo(10);
    }

    @Test
    default void aSnapshotReplacesTheOneOfTheSameSequenceNumber() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.save(Rows.snapshot(shard, "t:a", 5, epoch, "1")));
        SnapshotRow second = Rows.snapshot(shard, "t:a", 5, epoch, "2");
        scene().await(store.save(second));
        assertThat(scene().await(other.snapshot(shard, "t:a", SnapshotChoice.ALL)))
                .contains(second);
        long next = scene().await(other.raiseEpoch(shard, "b"));
        SnapshotRow third = Rows.snapshot(shard, "t:a", 5, next, "3");
        scene().await(other.save(third));
        assertThat(scene().await(store.snapshot(shard, "t:a", SnapshotChoice.ALL)))
                .contains(third);
    }

    @Test
    default void deletedSnapshotsAreGoneAndOthersStay() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (long sequence = 1; sequence <= 6; sequence++) {
            scene().await(store.save(Rows.snapshot(shard, "t:a", sequence, epoch, "" + sequence)));
            scene().await(store.save(Rows.snapshot(shard, "t:b", sequence, epoch, "" + sequence)));
        }
        Instant five = Rows.TIME.plusSeconds(5);
        scene().await(store.deleteSnapshots(
                shard, epoch, "t:a", new SnapshotChoice(0, Long.MAX_VALUE, five, Instant.MAX)));
        assertThat(chosen(other, shard, SnapshotChoice.ALL)).isEqualTo(4);
        scene().await(store.deleteSnapshots(shard, epoch, "t:a", new SnapshotChoice(3, 4, Instant.MIN, Instant.MAX)));
        assertThat(chosen(other, shard, SnapshotChoice.ALL)).isEqualTo(2);
        scene().await(store.deleteSnapshots(shard, epoch, "t:a", upTo(1)));
        assertThat(chosen(other, shard, SnapshotChoice.ALL)).isEqualTo(2);
        assertThat(chosen(other, shard, upTo(1))).isZero();
        scene().await(store.deleteSnapshots(shard, epoch, "t:a", SnapshotChoice.ALL));
        assertThat(chosen(other, shard, SnapshotChoice.ALL)).isZero();
        assertThat(scene().await(other.snapshot(shard, "t:b", SnapshotChoice.ALL)))
                .as("of another entity")
                .isPresent();
        scene().await(store.save(Rows.snapshot(shard, "t:a", 4, epoch, "again")));
        assertThat(chosen(other, shard, SnapshotChoice.ALL))
                .as("saved after a deletion")
                .isEqualTo(4);
    }

    @Test
    default void aFormerOwnersSnapshotIsRefusedAndNeverChosen() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        SnapshotRow good = Rows.snapshot(shard, "t:a", 5, epoch, "good");
        scene().await(mine.save(good));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        scene().assertFenceLost("a higher one", mine.save(Rows.snapshot(shard, "t:a", 9, epoch, "stale")));
        scene().assertFenceLost("one in its place", mine.save(Rows.snapshot(shard, "t:a", 5, epoch, "stale")));
        scene().assertFenceLost("a deletion", mine.deleteSnapshots(shard, epoch, "t:a", SnapshotChoice.ALL));
        assertThat(scene().await(other.snapshot(shard, "t:a", SnapshotChoice.ALL)))
                .contains(good);
        SnapshotRow newer = Rows.snapshot(shard, "t:a", 6, next, "newer");
        scene().await(other.save(newer));
        scene().assertFenceLost("a higher one again", mine.save(Rows.snapshot(shard, "t:a", 9, epoch, "stale")));
        assertThat(scene().await(mine.snapshot(shard, "t:a", SnapshotChoice.ALL)))
                .contains(newer);
    }

    /** Returns the sequence number of the snapshot that is chosen, 0 if none is. */
    private long chosen(FencedStore store, ShardKey shard, SnapshotChoice choice) {
        return scene().await(store.snapshot(shard, "t:a", choice))
                .map(SnapshotRow::sequence)
                .orElse(0L);
    }

    private static SnapshotChoice upTo(long sequence) {
        return new SnapshotChoice(0, sequence, Instant.MIN, Instant.MAX);
    }
}
