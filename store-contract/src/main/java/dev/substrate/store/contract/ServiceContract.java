package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.StateScan;
import dev.substrate.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Agreements, the probe, and the end of a store. */
interface ServiceContract extends ContractTopic {

    @Test
    default void theFirstToNameAValueDecidesItAlsoAfterReopening() {
        FencedStore first = scene().openAnew();
        String name = scene().shard().entityType() + " ü😀'";
        assertThat(scene().await(first.agreed(name))).isEmpty();
        assertThat(scene().await(first.agree(name, "1.10 ä😀'"))).isEqualTo("1.10 ä😀'");
        assertThat(scene().await(scene().open().agreed(name))).contains("1.10 ä😀'");
        first.close();
        FencedStore later = scene().openAnew();
        assertThat(scene().await(later.agree(name, "other"))).isEqualTo("1.10 ä😀'");
        assertThat(scene().await(later.agreed(name))).contains("1.10 ä😀'");
        assertThat(scene().await(later.agreed(name + "2"))).isEmpty();
    }

    @Test
    default void ofThoseWhoNameAValueAtTheSameTimeAllAreToldTheSame() {
        List<FencedStore> stores = List.of(scene().open(), scene().open(), scene().open());
        for (int round = 0; round < 10; round++) {
            String name = scene().shard().entityType() + round;
            List<CompletionStage<String>> answers = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                answers.add(stores.get(i % 3).agree(name, "value " + i));
            }
            List<String> values =
                    answers.stream().map(scene()::await).distinct().toList();
            assertThat(values).hasSize(1);
            assertThat(scene().await(stores.get(0).agreed(name))).contains(values.get(0));
        }
    }

    @Test
    default void aProbeWorksAgainAndAgain() {
        FencedStore store = scene().open();
        for (int i = 0; i < 5; i++) {
            scene().await(store.probe("node-1"));
            scene().await(store.probe("node 2 ü"));
        }
    }

    @Test
    default void aClosedStoreRefusesEverything() {
        FencedStore store = scene().openAnew();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        store.close();
        store.close();
        Map<String, CompletionStage<?>> operations = new LinkedHashMap<>();
        operations.put("raiseEpoch", store.raiseEpoch(shard, "a"));
        operations.put("confirm", store.confirm(shard, epoch));
        operations.put("read", store.read(shard, "t:a"));
        operations.put("scan", store.scan(new StateScan(scene().shard().entityType(), "t", "", null, 10, 1_000)));
        operations.put("changes", store.changes(shard, 0, 10));
        operations.put("bounds", store.bounds(shard, "t:a", 0));
        operations.put("events", store.events(shard, "t:a", 1, 10, 10));
        operations.put("snapshot", store.snapshot(shard, "t:a", SnapshotChoice.ALL));
        operations.put("agree", store.agree(shard.entityType(), "a"));
        operations.put("agreed", store.agreed(shard.entityType()));
        operations.put("probe", store.probe("a"));
        for (WriteKind kind : WriteKind.values()) {
            operations.put(kind.name(), kind.write(store, shard, "t:a", 1, epoch));
        }
        operations.forEach((name, operation) -> scene().assertFails(name, operation, Kind.UNAVAILABLE));
        assertThat(scene().await(other.confirm(shard, epoch)))
                .as("another's connection still works")
                .isTrue();
    }

    @Test
    default void aStoreThatIsClosedInTheMiddleEndsWhatIsUnderWayAndToldTheTruth() {
        for (int round = 0; round < 4; round++) {
            FencedStore store = scene().openAnew();
            ShardKey shard = scene().shard(round);
            String id = "t:" + round + "-";
            long epoch = scene().await(store.raiseEpoch(shard, "a"));
            List<CompletionStage<?>> writes = new ArrayList<>();
            List<CompletionStage<?>> reads = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                writes.add(
                        i % 2 == 0
                                ? store.write(Rows.state(shard, id + i, 1, epoch, "1"))
                                : store.append(Rows.events(shard, id + i, 1, 3, epoch, "a")));
                if (i % 3 == 0) {
                    reads.add(store.read(shard, id + i));
                    reads.add(store.confirm(shard, epoch));
                    reads.add(store.bounds(shard, id + i, 0));
                }
            }
            if (round > 0) {
                scene().end(writes.get(scene().random().nextInt(writes.size())));
            }
            store.close();
            for (CompletionStage<?> read : reads) {
                Ending<?> ending = scene().end(read);
                assertThat(ending.acknowledged() || ending.isAnyOf(Kind.UNAVAILABLE, Kind.BUSY))
                        .as(ending.describe())
                        .isTrue();
            }
            List<Ending<?>> endings = new ArrayList<>();
            for (CompletionStage<?> write : writes) {
                endings.add(scene().end(write));
            }
            FencedStore other = scene().open();
            for (int i = 0; i < endings.size(); i++) {
                boolean found = i % 2 == 0
                        ? scene().await(other.read(shard, id + i)).isPresent()
                        : Log.read(scene(), other, shard, id + i).events().size() == 3;
                Ending<?> ending = endings.get(i);
                assertThat(found ? ending.mayHaveHappened() : !ending.acknowledged())
                        .as("write %s is %s there; %s", i, found ? "" : "not", ending.describe())
                        .isTrue();
            }
        }
    }
}
