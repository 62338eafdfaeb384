package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.ShardPage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** All rows of a shard, and tombstones that are forgotten. */
interface PurgeContract extends ContractTopic {

    @Test
    default void aPurgedTombstoneIsGoneAndItsNameBeginsAboveIt() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        assertThat(scene().await(store.purgedVersion(shard))).isZero();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.write(Rows.state(shard, "t:a", 1, epoch, "1")));
        scene().await(store.write(Rows.state(shard, "t:a", 2, epoch, null)));
        scene().await(store.write(Rows.state(shard, "t:b", 1, epoch, null)));

        scene().await(store.purge(shard, epoch, "t:a", 2));
        // A lower one does not lower what was kept.
        scene().await(store.purge(shard, epoch, "t:b", 1));

        assertThat(scene().await(store.read(shard, "t:a"))).isEmpty();
        assertThat(scene().await(store.recover(shard, epoch, "t:a"))).isEmpty();
        assertThat(scene().await(store.purgedVersion(shard))).isEqualTo(2);
        assertThat(scene().await(store.purgedVersion(scene().shard(8)))).isZero();
        StateRow again = Rows.state(shard, "t:a", 3, epoch, "3");
        scene().await(store.write(again));
        assertThat(scene().await(store.read(shard, "t:a"))).contains(again);
        assertThat(scene().await(scene().open().purgedVersion(shard))).isEqualTo(2);
    }

    @Test
    default void whoLostTheShardPurgesNothing() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        StateRow tombstone = Rows.state(shard, "t:a", 1, epoch, null);
        scene().await(store.write(tombstone));
        long next = scene().await(other.raiseEpoch(shard, "b"));

        scene().assertFenceLost("a purge under an epoch that has passed", store.purge(shard, epoch, "t:a", 1));

        assertThat(scene().await(other.recover(shard, next, "t:a")).map(StateRow::version))
                .contains(1L);
        scene().await(other.write(Rows.state(shard, "t:a", 2, next, "2")));
        scene().assertFenceLost("the same purge once more", store.purge(shard, epoch, "t:a", 1));
        assertThat(scene().await(other.read(shard, "t:a")).map(StateRow::entity))
                .contains("2");
    }

    @Test
    default void whatIsNoTombstoneOfThatVersionIsNotPurgedWhereTheStoreLooks() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.write(Rows.state(shard, "t:a", 1, epoch, null)));
        scene().await(store.purge(shard, epoch, "t:a", 1));

        Ending<Void> again = scene().end(store.purge(shard, epoch, "t:a", 1));

        assertThat(again.acknowledged() || again.isAnyOf(Kind.VERSION_CONFLICT))
                .as(again.describe())
                .isTrue();
        assertThat(scene().await(store.purgedVersion(shard))).isEqualTo(1);
    }

    @Test
    default void pagesOfAShardLeadThroughAllRowsTombstonesIncluded() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        long elsewhere = scene().await(store.raiseEpoch(scene().shard(8), "a"));
        scene().await(store.write(Rows.state(scene().shard(8), "t:other", 1, elsewhere, "1")));
        assertThat(scene().await(store.rows(shard, null, 10))).isEqualTo(new ShardPage(List.of(), List.of(), null));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        Set<StateRow> written = new HashSet<>();
        for (int i = 0; i < 53; i++) {
            StateRow row = Rows.state(shard, "t:" + i, 1, epoch, i % 3 == 0 ? null : "1");
            written.add(row);
            writes.add(store.write(row));
        }
        writes.forEach(scene()::await);
        for (int rowsMax : new int[] {1, 7, 52, 53, 54}) {
            Set<StateRow> seen = new HashSet<>();
            @Nullable String from = null;
            do {
                ShardPage page = scene().await(store.rows(shard, from, rowsMax));
                assertThat(page.rows()).hasSizeLessThanOrEqualTo(rowsMax);
                seen.addAll(page.rows());
                from = page.next();
            } while (from != null);
            assertThat(seen).as("in pages of %s", rowsMax).isEqualTo(written);
        }
    }

    @Test
    default void noRowIsLeftOutThatIsWrittenAgainWhilePagesAreRead() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (int i = 0; i < 20; i++) {
            scene().await(store.write(Rows.state(shard, "t:" + (char) ('a' + i), 1, epoch, "1")));
        }
        Set<String> seen = new TreeSet<>();
        @Nullable String from = null;
        long version = 1;
        do {
            ShardPage page = scene().await(store.rows(shard, from, 6));
            page.rows().forEach(row -> seen.add(row.uri()));
            from = page.next();
            // At most as often as pages are read: an order of changes would have no end otherwise.
            if (version < 4) {
                version++;
                scene().await(store.write(Rows.state(shard, "t:a", version, epoch, "again")));
                scene().await(store.write(Rows.state(shard, "t:t", version, epoch, "again")));
            }
        } while (from != null);
        assertThat(seen).hasSize(20);
    }

    @Test
    default void aDamagedRowOfAShardIsNamedAndTheOthersAreRead() throws Exception {
        Damage damage = scene().use(scene().harness().damage());
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (String uri : List.of("t:a", "t:spoilt", "t:z")) {
            scene().await(store.write(Rows.state(shard, uri, 1, epoch, "1")));
        }
        damage.spoilState(shard, "t:spoilt");

        ShardPage page = scene().await(store.rows(shard, null, 10));

        assertThat(page.damaged()).containsExactly("t:spoilt");
        assertThat(page.rows().stream().map(StateRow::uri)).containsExactlyInAnyOrder("t:a", "t:z");
    }
}
