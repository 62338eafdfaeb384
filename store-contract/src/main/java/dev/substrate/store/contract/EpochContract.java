package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Epochs: who took a shard last owns it, and nobody else. */
interface EpochContract extends ContractTopic {

    @Test
    default void epochsStartAtOneOrMoreAndRiseAlsoOverReopening() {
        FencedStore first = scene().openAnew();
        long a = scene().await(first.raiseEpoch(scene().shard(), "a"));
        long b = scene().await(first.raiseEpoch(scene().shard(), "b"));
        first.close();
        long c = scene().await(scene().openAnew().raiseEpoch(scene().shard(), "c"));
        assertThat(a).isPositive();
        assertThat(b).isGreaterThan(a);
        assertThat(c).isGreaterThan(b);
    }

    @Test
    default void everyShardOfEveryTypeHasEpochsOfItsOwn() {
        FencedStore store = scene().open();
        String type = scene().shard().entityType();
        List<ShardKey> shards = List.of(
                scene().shard(0),
                scene().shard(1),
                scene().shard(Integer.MAX_VALUE),
                scene().shard(-6),
                new ShardKey(type + "/1", 0),
                new ShardKey(type + " ü😀'", 0),
                new ShardKey(type.toUpperCase(Locale.ROOT), 0));
        List<Long> epochs = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            long epoch = 0;
            for (int raises = 0; raises <= i; raises++) {
                epoch = scene().await(store.raiseEpoch(shards.get(i), "öwner 😀"));
            }
            epochs.add(epoch);
        }
        for (int i = 0; i < shards.size(); i++) {
            ShardKey shard = shards.get(i);
            assertThat(scene().await(store.confirm(shard, epochs.get(i))))
                    .as("%s under %s", shard, epochs.get(i))
                    .isTrue();
        }
    }

    @Test
    default void anEpochIsConfirmedOnlyWhileItIsTheCurrentOne() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        for (long epoch : new long[] {-1, 0, 1, Long.MAX_VALUE}) {
            assertThat(scene().await(mine.confirm(shard, epoch)))
                    .as("epoch %s of a shard that nobody took", epoch)
                    .isFalse();
        }
        for (int turn = 0; turn < Scene.normallyOr(15, 200); turn++) {
            long epoch = scene().await(mine.raiseEpoch(shard, "mine"));
            assertThat(scene().await(mine.confirm(shard, epoch))).isTrue();
            assertThat(scene().await(other.confirm(shard, epoch)))
                    .as("through any node")
                    .isTrue();
            assertThat(scene().await(mine.confirm(shard, epoch + 1)))
                    .as("not yet taken")
                    .isFalse();
            assertThat(scene().await(mine.confirm(shard, 0))).isFalse();
            long theirs = scene().await(other.raiseEpoch(shard, "other"));
            assertThat(scene().await(mine.confirm(shard, epoch)))
                    .as("just lost")
                    .isFalse();
            assertThat(scene().await(mine.confirm(shard, theirs))).isTrue();
        }
    }

    @Test
    default void ofManyConfirmationsAtOnceEachIsAnsweredForItself() {
        FencedStore store = scene().open();
        List<Long> epochs = new ArrayList<>();
        for (int shard = 0; shard < 10; shard++) {
            epochs.add(scene().await(store.raiseEpoch(scene().shard(shard), "a")));
        }
        List<CompletionStage<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(store.confirm(scene().shard(i % 10), epochs.get(i % 10) - i % 3));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(scene().await(answers.get(i))).as("question %s", i).isEqualTo(i % 3 == 0);
        }
    }

    @Test
    default void whoeverRaisesAtTheSameTimeGetsANumberOfHisOwn() {
        List<FencedStore> stores = List.of(scene().open(), scene().open(), scene().open());
        List<CompletionStage<Long>> raises = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            raises.add(stores.get(i % stores.size()).raiseEpoch(scene().shard(), "racer " + i));
        }
        List<Long> epochs = raises.stream().map(scene()::await).toList();
        assertThat(epochs).doesNotHaveDuplicates();
        long highest = Collections.max(epochs);
        for (FencedStore store : stores) {
            for (long epoch : epochs) {
                assertThat(scene().await(store.confirm(scene().shard(), epoch)))
                        .as("epoch %s of %s", epoch, highest)
                        .isEqualTo(epoch == highest);
            }
        }
    }

    @Test
    default void anEpochThatWasNotTakenCanWriteNothing() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (WriteKind kind : WriteKind.values()) {
            for (long wrong : new long[] {-1, 0, epoch - 1}) {
                scene().assertFenceLost(
                                kind + " under " + wrong + " instead of " + epoch,
                                kind.write(store, shard, "t:a", 1, wrong));
            }
        }
        assertThat(scene().await(other.read(shard, "t:a"))).isEmpty();
        assertThat(scene().await(other.bounds(shard, "t:a", 0)).highest()).isZero();
        for (WriteKind kind : WriteKind.values()) {
            scene().await(kind.write(other, shard, "t:a", 1, epoch));
        }
        // Under numbers that nobody can have, unless a node is out of its mind; but acknowledged they must not be.
        long taken = scene().await(store.raiseEpoch(scene().shard(9), "a"));
        for (WriteKind kind : WriteKind.values()) {
            scene().assertFenceLost(
                            kind + " to a shard that nobody took", kind.write(store, scene().shard(8), "t:b", 1, 1));
            scene().assertFenceLost(
                            kind + " under an epoch that nobody took yet",
                            kind.write(store, scene().shard(9), "t:c", 1, taken + 1));
        }
    }

    @Test
    default void whoTookAShardAgainCannotWriteUnderTheEpochThatHeHadBefore() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long first = scene().await(store.raiseEpoch(shard, "a"));
        for (WriteKind kind : WriteKind.values()) {
            scene().await(kind.write(store, shard, "t:a", 1, first));
        }
        long second = scene().await(store.raiseEpoch(shard, "a"));
        for (WriteKind kind : WriteKind.values()) {
            scene().assertFenceLost(kind + " under the epoch before", kind.write(store, shard, "t:a", 2, first));
        }
        for (WriteKind kind : WriteKind.values()) {
            scene().await(kind.write(store, shard, "t:a", 2, second));
        }
    }
}
