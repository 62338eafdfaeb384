package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Much at once. */
interface LoadContract extends ContractTopic {

    int RECOVERING_ENTITIES = 10_000;

    @Test
    default void tenThousandEntitiesThatRecoverAtOnceAreAllAnsweredInLittleMemory() throws Exception {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        // In parts, for it is the recovery that is to be heavy.
        int part = 500;
        for (int from = 0; from < RECOVERING_ENTITIES; from += part) {
            List<CompletionStage<Void>> writes = new ArrayList<>();
            for (int i = from; i < from + part; i++) {
                writes.add(store.write(Rows.state(shard, "t:" + i, 1, epoch, RecoveringProcess.content("state", i))));
                writes.add(store.append(List.of(
                        Rows.event(shard, "t:" + i, 1, epoch, RecoveringProcess.content("first", i)),
                        Rows.event(shard, "t:" + i, 2, epoch, RecoveringProcess.content("second", i)))));
            }
            writes.forEach(scene()::awaitChain);
        }
        try (OtherProcess recovering = new OtherProcess(
                RecoveringProcess.class,
                List.of("-Xmx" + RecoveringProcess.HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError"),
                scene().harness(),
                scene().harness().settings(),
                shard.entityType(),
                Integer.toString(shard.shard()))) {
            recovering.awaitEnd(120);
            assertThat(recovering.failures()).isEmpty();
            assertThat(recovering.acknowledged()).containsEntry("recovered", (long) RECOVERING_ENTITIES);
        }
    }

    @Test
    default void whenTooManyReadsWaitTheNextAreTurnedAwayAsBusyAndTheOthersAnswered() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.write(Rows.state(shard, "t:a", 1, epoch, "1")));
        scene().await(store.append(Rows.events(shard, "t:a", 1, 20, epoch, "a")));
        FencedStore small = scene().openWithWaitingMax(1_000, 20);
        int busy = 0;
        List<CompletionStage<?>> reads = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            reads.add(
                    switch (i % 4) {
                        case 0 -> small.read(shard, "t:a");
                        case 1 -> small.bounds(shard, "t:a", 0);
                        case 2 -> small.events(shard, "t:a", 1, 20, 20);
                        default -> small.confirm(shard, epoch);
                    });
        }
        String[] expected = {"version=1", "highest=20", "sequence=20", "true"};
        for (int i = 0; i < reads.size(); i++) {
            Ending<?> ending = scene().end(reads.get(i));
            if (ending.acknowledged()) {
                assertThat(ending.describe()).contains(expected[i % 4]);
            } else {
                busy++;
                assertThat(ending.isAnyOf(Kind.BUSY)).as(ending.describe()).isTrue();
            }
        }
        assertThat(busy).as("of 4,000 reads at a bound of 20").isBetween(1, 3_980);
        assertThat(scene().await(small.read(shard, "t:a"))).isPresent();
    }

    @Test
    default void whenTooManyWritesWaitTheNextAreTurnedAwayAsBusyAndTheOthersWritten() {
        FencedStore small = scene().openWithWaitingMax(20, 10_000);
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(small.raiseEpoch(shard, "a"));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            writes.add(
                    i % 2 == 0
                            ? small.write(Rows.state(shard, "t:" + i, 1, epoch, "1"))
                            : small.append(Rows.events(shard, "t:" + i, 1, 2, epoch, "a")));
        }
        int busy = 0;
        List<Ending<Void>> endings = writes.stream().map(scene()::end).toList();
        for (int i = 0; i < endings.size(); i++) {
            Ending<Void> ending = endings.get(i);
            boolean found = i % 2 == 0
                    ? scene().await(other.read(shard, "t:" + i)).isPresent()
                    : scene().await(other.bounds(shard, "t:" + i, 0)).highest() == 2;
            busy += ending.acknowledged() ? 0 : 1;
            assertThat(ending.acknowledged() || ending.isAnyOf(Kind.BUSY))
                    .as(ending.describe())
                    .isTrue();
            assertThat(found).as("write %s: %s", i, ending.describe()).isEqualTo(ending.acknowledged());
        }
        assertThat(busy).as("of 4,000 writes at a bound of 20").isBetween(1, 3_980);
        scene().await(small.write(Rows.state(shard, "t:later", 1, epoch, "1")));
    }
}
