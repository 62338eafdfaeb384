package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An engine that is away, dies, or runs out of space; and comes back. */
interface FaultContract extends ContractTopic {

    @Test
    default void aStoreThatIsAwayAcknowledgesNothingEndsEverythingAndWorksAgainByItself() throws Exception {
        Fault outage = scene().use(scene().harness().outage());
        List<FencedStore> stores = List.of(scene().open(outage.settings()), scene().open(outage.settings()));
        FencedStore asked = scene().open(outage.settings());
        ShardKey shard = scene().shard(99);
        long epoch = scene().take(asked, shard);
        scene().await(asked.write(Rows.state(shard, "t:a", 1, epoch, "1")));
        scene().await(asked.append(Rows.events(shard, "t:a", 1, 1, epoch, "a")));
        try (Workload workload = new Workload(scene(), stores)) {
            workload.awaitProgress("before", scene().worksAgainWithin());
            outage.begin();
            List<CompletionStage<?>> during = new ArrayList<>();
            long end = System.nanoTime()
                    + Duration.ofSeconds(Scene.normallyOr(6, 20)).toNanos();
            int number = 0;
            while (System.nanoTime() < end) {
                number++;
                during.add(asked.write(Rows.state(shard, "t:during-" + number, 1, epoch, "1")));
                during.add(asked.append(Rows.events(shard, "t:during-" + number, 1, 2, epoch, "a")));
                during.add(asked.save(Rows.snapshot(shard, "t:during-" + number, 1, epoch, "1")));
                during.add(asked.raiseEpoch(scene().shard(1000 + number), "a"));
                during.add(asked.agree(shard.entityType() + number, "a"));
                during.add(asked.probe("a"));
                // Reads may be answered, and then truly.
                checkRead(scene().end(asked.read(shard, "t:a")), "version=1");
                checkRead(scene().end(asked.bounds(shard, "t:a", 0)), "highest=1");
                checkRead(scene().end(asked.confirm(shard, epoch)), "true");
                TimeUnit.MILLISECONDS.sleep(100);
                workload.failIfAnOwnerFailed();
            }
            // The engine is cut off until here: what was asked for meanwhile cannot be durable.
            for (CompletionStage<?> write : during) {
                assertThat(write.toCompletableFuture().isDone()
                                && !write.toCompletableFuture().isCompletedExceptionally())
                        .as("acknowledged while the engine was away")
                        .isFalse();
            }
            outage.end();
            await("works again by itself")
                    .atMost(scene().worksAgainWithin())
                    .until(() -> scene().end(asked.probe("a")).acknowledged());
            for (CompletionStage<?> write : during) {
                scene().end(write);
            }
            workload.awaitProgress("afterwards", scene().worksAgainWithin());
            workload.stopAndCheck(asked);
        }
        for (int i = 1; i < 3; i++) {
            String id = "t:during-" + i;
            Log log = Log.read(scene(), asked, shard, id);
            assertThat(log.events().size()).as("all or none").isIn(0, 2);
        }
        assertThat(scene().await(asked.read(shard, "t:a"))).contains(Rows.state(shard, "t:a", 1, epoch, "1"));
    }

    @Test
    default void anEngineThatDiesLosesNothingThatWasAcknowledged() throws Exception {
        Fault crash = scene().use(scene().harness().crash());
        List<FencedStore> stores = List.of(scene().open(crash.settings()), scene().open(crash.settings()));
        try (Workload workload = new Workload(scene(), stores)) {
            for (int round = 0; round < Scene.normallyOr(1, 5); round++) {
                workload.awaitProgress("before the end of the engine", scene().worksAgainWithin());
                crash.begin();
                crash.end();
                workload.awaitProgress("after its return", scene().worksAgainWithin());
            }
            workload.stopAndCheck(scene().open(crash.settings()));
        }
    }

    @Test
    default void aFullDiskRefusesWritesLosesNothingAndOnceItIsFreedTheStoreWorksAgainByItself() throws Exception {
        Fault full = scene().use(scene().harness().fullDisk());
        FencedStore store = scene().open(full.settings());
        ShardKey shard = scene().shard(99);
        long epoch = scene().take(store, shard);
        String large = Rows.json("x".repeat(64 * 1024));
        try (Workload workload = new Workload(scene(), List.of(scene().open(full.settings())))) {
            workload.awaitProgress("before", scene().worksAgainWithin());
            full.begin();
            List<Ending<Void>> writes = new ArrayList<>();
            long enough = System.nanoTime() + scene().worksAgainWithin().toNanos();
            int refused = 0;
            while (refused < 5) {
                assertThat(System.nanoTime() < enough || refused > 0)
                        .as("the disk is full, yet %s writes of 64 KiB went well", writes.size())
                        .isTrue();
                Ending<Void> ending =
                        scene().end(store.write(Rows.state(shard, "t:large-" + writes.size(), 1, epoch, large)));
                writes.add(ending);
                refused += ending.acknowledged() ? 0 : 1;
            }
            for (int i = 0; i < writes.size(); i++) {
                Ending<?> read = scene().end(store.read(shard, "t:large-" + i));
                if (read.acknowledged() && writes.get(i).acknowledged()) {
                    assertThat(read.describe()).contains("version=1");
                }
            }
            workload.failIfAnOwnerFailed();
            full.end();
            await("works again by itself")
                    .atMost(scene().worksAgainWithin())
                    .until(() -> scene().end(store.probe("a")).acknowledged());
            for (int i = 0; i < writes.size(); i++) {
                boolean found = scene().await(store.read(shard, "t:large-" + i)).isPresent();
                assertThat(found || !writes.get(i).acknowledged())
                        .as("write %s was acknowledged", i)
                        .isTrue();
                assertThat(!found || writes.get(i).mayHaveHappened())
                        .as("write %s was refused: %s", i, writes.get(i).describe())
                        .isTrue();
            }
            workload.awaitProgress("afterwards", scene().worksAgainWithin());
            workload.stopAndCheck(store);
        }
    }

    private static void checkRead(Ending<?> read, String expected) {
        if (read.acknowledged()) {
            assertThat(read.describe()).contains(expected);
        } else {
            assertThat(read.isAnyOf(Kind.UNAVAILABLE, Kind.BUSY))
                    .as("a read that fails: %s", read.describe())
                    .isTrue();
        }
    }
}
