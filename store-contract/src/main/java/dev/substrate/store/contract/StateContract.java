package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The newest version of each entity's state. */
interface StateContract extends ContractTopic {

    @Test
    default void aStateComesBackAsItWasWrittenWhateverItsIdAndContent() {
        FencedStore store = scene().open();
        for (int number : new int[] {7, 0, -3}) {
            ShardKey shard = scene().shard(number);
            long epoch = scene().await(store.raiseEpoch(shard, ""));
            List<StateRow> rows = new ArrayList<>();
            for (String id : Rows.AWKWARD) {
                rows.add(Rows.state(shard, id + "/" + number, 1, epoch, Rows.json("of " + rows.size())));
            }
            rows.forEach(row -> scene().await(store.write(row)));
            for (StateRow row : rows) {
                assertThat(scene().await(store.read(shard, row.uri()))).contains(row);
            }
        }
        assertThat(scene().await(store.read(scene().shard(), "t:absent"))).isEmpty();
        assertThat(scene().await(store.read(new ShardKey(scene().shard().entityType() + "2", 7), "t:plain/7")))
                .as("of another entity type")
                .isEmpty();
    }

    @Test
    default void textIsKeptToTheLetter() {
        FencedStore store = scene().open();
        long epoch = scene().await(store.raiseEpoch(scene().shard(), "a"));
        List<String> entities = List.of(
                "{\"n\": 1.10, \"big\": 12345678901234567890.000, \"e\":1E+2, \"z\":-0.0}",
                "{ \"b\" : 1,\n\t\"a\":2, \"a\":3 }",
                "{\"x\": \"ü😀\\u0000\\ud800\", \"\":\"\"}",
                "\"\"",
                "null",
                "'; DROP TABLE state; --",
                "\u0001\u001F\u007F\u0085\u2028\uFEFF\uFFFD");
        long version = 0;
        for (String entity : entities) {
            StateRow row = new StateRow(
                    scene().shard().entityType(),
                    "t:a",
                    "",
                    scene().shard().shard(),
                    ++version,
                    epoch,
                    false,
                    Rows.TIME,
                    Rows.TIME.plusNanos(version),
                    entity,
                    entity);
            scene().await(store.write(row));
            assertThat(scene().await(store.read(scene().shard(), "t:a"))).contains(row);
        }
    }

    @Test
    default void statesOf128KiBAreKept() {
        FencedStore store = scene().open();
        long epoch = scene().await(store.raiseEpoch(scene().shard(), "a"));
        String[] entities = {Rows.json("x".repeat(128 * 1024 - 2)), Rows.json("😀".repeat(32 * 1024 - 1))};
        for (int i = 0; i < entities.length; i++) {
            StateRow row = Rows.state(scene().shard(), "t:large", i + 1, epoch, entities[i]);
            scene().await(store.write(row));
            assertThat(scene().await(store.read(scene().shard(), "t:large")))
                    .as("entity %s", i)
                    .contains(row);
        }
    }

    @Test
    default void aTombstoneIsAStateToo() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.write(Rows.state(shard, "t:a", 1, epoch, "1")));
        StateRow tombstone = Rows.state(shard, "t:a", 2, epoch, null);
        scene().await(store.write(tombstone));
        assertThat(scene().await(store.read(shard, "t:a"))).contains(tombstone);
        StateRow again = Rows.state(shard, "t:a", 3, epoch, "3");
        scene().await(store.write(again));
        assertThat(scene().await(store.read(shard, "t:a"))).contains(again);
    }

    @Test
    default void everyConnectionSeesAWriteOnceItIsAcknowledged() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        for (int version = 1; version <= 100; version++) {
            StateRow row = Rows.state(shard, "t:a", version, epoch, "" + version);
            scene().await(mine.write(row));
            assertThat(scene().await(other.read(shard, "t:a"))).contains(row);
        }
    }

    @Test
    default void manyWritersAtOnceLeaveEachEntityAtItsLastVersion() {
        FencedStore store = scene().open();
        int entities = 200;
        int versions = Scene.normallyOr(25, 200);
        List<CompletionStage<Void>> ends = new ArrayList<>();
        long[] epochs = new long[10];
        for (int shard = 0; shard < epochs.length; shard++) {
            epochs[shard] = scene().await(store.raiseEpoch(scene().shard(shard), "a"));
        }
        for (int i = 0; i < entities; i++) {
            ShardKey shard = scene().shard(i % epochs.length);
            long epoch = epochs[shard.shard()];
            String uri = "t:" + i;
            CompletionStage<Void> end = CompletableFuture.completedFuture(null);
            for (int version = 1; version <= versions; version++) {
                StateRow row = Rows.state(shard, uri, version, epoch, "" + version);
                end = end.thenCompose(before -> store.write(row));
            }
            ends.add(end);
        }
        ends.forEach(scene()::awaitChain);
        FencedStore other = scene().open();
        for (int i = 0; i < entities; i++) {
            ShardKey shard = scene().shard(i % epochs.length);
            assertThat(scene().await(other.read(shard, "t:" + i)))
                    .contains(Rows.state(shard, "t:" + i, versions, epochs[shard.shard()], "" + versions));
        }
    }

    @Test
    default void aRefusedWriteDoesNotHoldUpThoseThatShareItsWay() {
        FencedStore store = scene().open();
        ShardKey lost = scene().shard(1);
        ShardKey held = scene().shard(2);
        scene().await(store.raiseEpoch(lost, "a"));
        long current = scene().await(store.raiseEpoch(lost, "a"));
        long epoch = scene().await(store.raiseEpoch(held, "a"));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            writes.add(
                    switch (i % 3) {
                        case 0 -> store.write(Rows.state(lost, "t:" + i, 1, current - 1, "" + i));
                        case 1 -> store.write(Rows.state(held, "t:" + i, 1, epoch, "" + i));
                        default -> store.append(Rows.events(held, "t:" + i, 1, 2, epoch, "" + i));
                    });
        }
        for (int i = 0; i < writes.size(); i++) {
            if (i % 3 == 0) {
                scene().assertFenceLost("write " + i, writes.get(i));
            } else {
                scene().await(writes.get(i));
            }
        }
        for (int i = 0; i < writes.size(); i++) {
            switch (i % 3) {
                case 0 ->
                    assertThat(scene().end(store.confirm(lost, current)).get()).isTrue();
                case 1 -> assertThat(scene().await(store.read(held, "t:" + i))).isPresent();
                default ->
                    assertThat(scene().await(store.bounds(held, "t:" + i, 0)).highest())
                            .isEqualTo(2);
            }
        }
    }

    @Test
    default void aWriteThatIsRepeatedBecauseItsOutcomeIsUnknownChangesNothingMore() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (long version = 1; version <= 3; version++) {
            StateRow row = Rows.state(shard, "t:a", version, epoch, "" + version);
            scene().await(store.write(row));
            Ending<Void> repeated = scene().end(store.write(row));
            assertThat(repeated.acknowledged() || repeated.isAnyOf(StoreException.Kind.VERSION_CONFLICT))
                    .as("the write again: %s", repeated.describe())
                    .isTrue();
            assertThat(scene().await(store.read(shard, "t:a"))).contains(row);
        }
    }
}
