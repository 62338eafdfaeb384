package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException.Kind;
import dev.substrate.store.VersionPage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions that come from elsewhere, and skip those between. */
interface RestoreContract extends ContractTopic {

    @Test
    default void aVersionFromElsewhereIsPutBackAndCountsOn() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        StateRow fresh = Rows.state(shard, "t:a", 40, epoch, "40");
        StateRow tombstone = Rows.state(shard, "t:b", 7, epoch, null);

        scene().await(store.restore(fresh, Duration.ZERO));
        scene().await(store.write(Rows.state(shard, "t:b", 1, epoch, "1")));
        scene().await(store.restore(tombstone, Duration.ZERO));

        assertThat(scene().await(scene().open().read(shard, "t:a"))).contains(fresh);
        assertThat(scene().await(store.read(shard, "t:b"))).contains(tombstone);
        StateRow next = Rows.state(shard, "t:a", 41, epoch, "41");
        scene().await(store.write(next));
        scene().await(store.purge(shard, epoch, "t:b", 7));
        assertThat(scene().await(store.recover(shard, epoch, "t:a"))).contains(next);
        assertThat(scene().await(store.purgedVersion(shard))).isEqualTo(7);
    }

    @Test
    default void whatIsPutBackIsAChangeAndAKeptVersion() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        StateRow first = Rows.state(shard, "t:a", 1, epoch, "1");
        StateRow far = Rows.state(shard, "t:a", 40, epoch, "40");
        scene().await(store.write(first, Duration.ofMinutes(10)));

        scene().await(store.restore(far, Duration.ofMinutes(10)));

        assertThat(scene().await(store.changes(shard, 0, 10)).changes())
                .extracting(ChangePage.Change::row)
                .containsExactly(far);
        VersionPage kept = scene().await(store.versions(shard, "t:a", 1, 10));
        assertThat(kept.versions()).extracting(ChangePage.Change::row).containsExactly(first, far);
    }

    @Test
    default void aVersionThatIsNotAboveIsNotPutBackWhereTheStoreLooks() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.restore(Rows.state(shard, "t:a", 5, epoch, "5"), Duration.ZERO));
        scene().await(store.write(Rows.state(shard, "t:gone", 1, epoch, null)));
        scene().await(store.purge(shard, epoch, "t:gone", 1));

        for (StateRow low :
                List.of(Rows.state(shard, "t:a", 5, epoch, "low"), Rows.state(shard, "t:gone", 1, epoch, "low"))) {
            Ending<Void> ending = scene().end(store.restore(low, Duration.ZERO));
            assertThat(ending.acknowledged() || ending.isAnyOf(Kind.VERSION_CONFLICT))
                    .as(ending.describe())
                    .isTrue();
        }
    }

    @Test
    default void whoLostTheShardPutsNothingBack() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        scene().await(other.write(Rows.state(shard, "t:a", 1, next, "1")));

        scene().assertFenceLost(
                        "a version put back under an epoch that has passed",
                        store.restore(Rows.state(shard, "t:a", 9, epoch, "9"), Duration.ZERO));
        scene().assertFenceLost(
                        "a purged version raised under an epoch that has passed", store.raisePurged(shard, epoch, 9));

        assertThat(scene().await(other.recover(shard, next, "t:a")).map(StateRow::entity))
                .contains("1");
    }

    @Test
    default void thePurgedVersionIsRaisedAndNeverLowered() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));

        scene().await(store.raisePurged(shard, epoch, 30));
        scene().await(store.raisePurged(shard, epoch, 4));

        assertThat(scene().await(scene().open().purgedVersion(shard))).isEqualTo(30);
        assertThat(scene().await(store.purgedVersion(scene().shard(8)))).isZero();
        StateRow above = Rows.state(shard, "t:a", 31, epoch, "31");
        scene().await(store.write(above));
        assertThat(scene().await(store.read(shard, "t:a"))).contains(above);
    }
}
