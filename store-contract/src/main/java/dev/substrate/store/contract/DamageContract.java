package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.StoreException.Kind;
import org.junit.jupiter.api.Test;

/** What cannot be read is said to be damaged, and nothing else suffers. */
interface DamageContract extends ContractTopic {

    @Test
    default void aLogWithAGapIsDamagedAndNotSilentlyShortened() throws Exception {
        Damage damage = scene().use(scene().harness().damage());
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (String id : new String[] {"t:first", "t:middle", "t:whole"}) {
            scene().await(store.append(Rows.events(shard, id, 1, 10, epoch, "a")));
        }
        damage.loseEvent(shard, "t:first", 1);
        damage.loseEvent(shard, "t:middle", 5);
        scene().assertFails("a log without its first event", store.events(shard, "t:first", 1, 10, 100), Kind.DAMAGED);
        scene().assertFails("a log with a gap", store.events(shard, "t:middle", 1, 10, 100), Kind.DAMAGED);
        scene().assertFails(
                        "a page that begins with the gap", store.events(shard, "t:middle", 5, 10, 100), Kind.DAMAGED);
        assertThat(scene().await(store.events(shard, "t:middle", 1, 4, 100)).events())
                .as("before the gap")
                .hasSize(4);
        Ending<LogBounds> bounds = scene().end(store.bounds(shard, "t:middle", 0));
        assertThat(bounds.isAnyOf(Kind.DAMAGED)
                        || (bounds.acknowledged() && bounds.get().highest() == 10))
                .as("how far it goes: %s", bounds.describe())
                .isTrue();
        assertThat(Log.read(scene(), store, shard, "t:whole").events())
                .as("of another entity")
                .hasSize(10);
    }

    @Test
    default void whatCannotBeReadIsDamagedAndOthersAreReadThatAreAskedForAtTheSameTime() throws Exception {
        Damage damage = scene().use(scene().harness().damage());
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (String id : new String[] {"t:spoilt", "t:whole"}) {
            scene().await(store.write(Rows.state(shard, id, 1, epoch, "1")));
            scene().await(store.append(Rows.events(shard, id, 1, 3, epoch, "a")));
            scene().await(store.save(Rows.snapshot(shard, id, 2, epoch, "2")));
        }
        damage.spoilState(shard, "t:spoilt");
        damage.spoilEvent(shard, "t:spoilt", 2);
        damage.spoilSnapshot(shard, "t:spoilt", 2);
        for (int i = 0; i < 20; i++) {
            var state = store.read(shard, "t:spoilt");
            var wholeState = store.read(shard, "t:whole");
            var events = store.events(shard, "t:spoilt", 1, 3, 10);
            var wholeEvents = store.events(shard, "t:whole", 1, 3, 10);
            var snapshot = store.snapshot(shard, "t:spoilt", SnapshotChoice.ALL);
            var wholeSnapshot = store.snapshot(shard, "t:whole", SnapshotChoice.ALL);
            scene().assertFails("a spoilt state", state, Kind.DAMAGED);
            scene().assertFails("a spoilt event", events, Kind.DAMAGED);
            scene().assertFails("a spoilt snapshot", snapshot, Kind.DAMAGED);
            assertThat(scene().await(wholeState)).isPresent();
            assertThat(scene().await(wholeEvents).events()).hasSize(3);
            assertThat(scene().await(wholeSnapshot)).isPresent();
        }
    }
}
