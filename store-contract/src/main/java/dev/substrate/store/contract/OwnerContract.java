package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several owners of one shard, each of whom believes to be the only one. */
interface OwnerContract extends ContractTopic {

    @Test
    default void ofTwoOwnersOnlyTheOneWithTheHigherEpochWrites() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        for (WriteKind kind : WriteKind.values()) {
            scene().await(kind.write(mine, shard, "t:a", 1, epoch));
        }
        long next = scene().await(other.raiseEpoch(shard, "b"));
        for (WriteKind kind : WriteKind.values()) {
            scene().assertFenceLost(kind + " of what is there", kind.write(mine, shard, "t:a", 2, epoch));
            scene().assertFenceLost(kind + " of something new", kind.write(mine, shard, "t:b", 1, epoch));
        }
        for (WriteKind kind : WriteKind.values()) {
            scene().await(kind.write(other, shard, "t:a", 2, next));
            scene().assertFenceLost(kind + " once more", kind.write(mine, shard, "t:a", 3, epoch));
        }
        assertThat(scene().await(mine.read(shard, "t:a")))
                .contains(Rows.state(shard, "t:a", 2, next, Rows.json(next + "")));
        assertThat(scene().await(mine.bounds(shard, "t:a", 0)).highest()).isEqualTo(2);
    }

    @Test
    default void whatIsUnderWayWhileTheFenceIsLostIsSeenByTheNextOwnerOrNotAcknowledged() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        for (int round = 0; round < Scene.normallyOr(6, 50); round++) {
            ShardKey shard = scene().shard(round);
            String id = "t:" + round + "-";
            long epoch = scene().await(mine.raiseEpoch(shard, "a"));
            int before = scene().random().nextInt(150);
            List<CompletionStage<Void>> writes = new ArrayList<>();
            CompletionStage<Long> taken = null;
            for (int i = 0; i < 150; i++) {
                if (i == before) {
                    taken = other.raiseEpoch(shard, "b");
                }
                writes.add(
                        i % 2 == 0
                                ? mine.write(Rows.state(shard, id + i, 1, epoch, "1"))
                                : mine.append(Rows.events(shard, id + i, 1, 2, epoch, "a")));
            }
            assertThat(taken).isNotNull();
            long next = scene().await(taken);
            // What the new owner reads now is all that was and ever will be acknowledged.
            List<CompletionStage<?>> reads = new ArrayList<>();
            for (int i = 0; i < writes.size(); i++) {
                reads.add(i % 2 == 0 ? other.recover(shard, next, id + i) : other.recoverLog(shard, next, id + i, 0));
            }
            List<Boolean> seen = new ArrayList<>();
            for (int i = 0; i < writes.size(); i++) {
                String found = scene().await(reads.get(i)).toString();
                seen.add(i % 2 == 0 ? !found.equals("Optional.empty") : !found.contains("highest=0"));
            }
            for (int i = 0; i < writes.size(); i++) {
                Ending<Void> ending = scene().end(writes.get(i));
                assertThat(ending.acknowledged() || ending.mayHaveHappened())
                        .as("write %s: %s", i, ending.describe())
                        .isTrue();
                assertThat(!ending.acknowledged() || seen.get(i))
                        .as("write %s is acknowledged, so it was there when the next owner read", i)
                        .isTrue();
            }
            for (int i = 0; i < writes.size(); i += 2) {
                StateRow row = Rows.state(shard, id + i, seen.get(i) ? 2 : 1, next, "new");
                scene().await(other.write(row));
                assertThat(scene().await(other.read(shard, id + i)).map(StateRow::epoch))
                        .as("what the next owner wrote over it")
                        .contains(next);
            }
        }
    }

    @Test
    default void ownersThatTakeTurnsAtRandomLoseNothingThatWasAcknowledgedOrSeen() throws Exception {
        int owners = 4;
        int turns = Scene.normallyOr(25, 300);
        List<Histories> entities = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            entities.add(new Histories("t:" + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(owners);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int number = 0; number < owners; number++) {
                Owner owner = new Owner(
                        scene(),
                        "owner-" + number,
                        scene().open(),
                        scene().random().nextLong());
                Random random = new Random(scene().random().nextLong());
                ends.add(threads.submit(() -> {
                    for (int turn = 0; turn < turns; turn++) {
                        int entity = random.nextInt(entities.size());
                        owner.takeATurn(scene().shard(entity), entities.get(entity), 1 + random.nextInt(8));
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Owner last = new Owner(scene(), "last", scene().open(), 0);
        for (int i = 0; i < entities.size(); i++) {
            last.takeATurn(scene().shard(i), entities.get(i), 0);
            entities.get(i).check();
            assertThat(entities.get(i).acknowledged())
                    .as("writes that got through")
                    .isGreaterThan(turns / 2);
        }
    }
}
