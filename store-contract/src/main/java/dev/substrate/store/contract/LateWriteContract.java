package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.StateRow;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Writes that are in the store before their owner knows whether it is still one, or that come when it is none. */
interface LateWriteContract extends ContractTopic {

    @Test
    default void aWriteWhoseOwnerStandsStillBeforeItConfirmsIsNotAcknowledgedAfterItsShardWasTaken() throws Exception {
        HeldOwner held = scene().use(scene().harness().heldOwner());
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(held.store().raiseEpoch(shard, "held"));
        scene().await(held.store().write(Rows.state(shard, "t:a", 1, epoch, "first")));
        scene().await(held.store().append(Rows.events(shard, "t:a", 1, 2, epoch, "first")));
        held.hold();
        CompletionStage<Void> write = held.store().write(Rows.state(shard, "t:a", 2, epoch, "held"));
        CompletionStage<Void> append = held.store().append(Rows.events(shard, "t:a", 3, 3, epoch, "held"));
        CompletionStage<Void> save = held.store().save(Rows.snapshot(shard, "t:a", 2, epoch, "held"));
        CompletionStage<Boolean> confirmation = held.store().confirm(shard, epoch);
        await("the writes are in the store")
                .atMost(scene().worksAgainWithin())
                .until(() -> scene().await(other.read(shard, "t:a"))
                                        .map(StateRow::version)
                                        .orElse(0L)
                                == 2
                        && scene().await(other.bounds(shard, "t:a", 0)).highest() == 5);
        assertThat(write.toCompletableFuture()).as("not confirmed yet").isNotDone();
        assertThat(append.toCompletableFuture()).isNotDone();

        long next = scene().await(other.raiseEpoch(shard, "next"));
        StateRow seen = scene().await(other.read(shard, "t:a")).orElseThrow();
        Log log = Log.read(scene(), other, shard, "t:a");
        held.letGo();
        scene().assertFenceLost("the state", write);
        scene().assertFenceLost("the events", append);
        scene().assertFenceLost("the snapshot", save);
        assertThat(scene().await(confirmation)).isFalse();
        assertThat(scene().await(other.snapshot(shard, "t:a", SnapshotChoice.ALL)))
                .as("a snapshot that was not acknowledged")
                .isEmpty();

        assertThat(scene().await(other.read(shard, "t:a")))
                .as("what the next owner has seen stays")
                .contains(seen);
        assertThat(Log.read(scene(), other, shard, "t:a")).isEqualTo(log);
        StateRow newer = Rows.state(shard, "t:a", seen.version() + 1, next, "next");
        scene().await(other.write(newer));
        scene().await(other.append(Rows.events(shard, "t:a", log.bounds().highest() + 1, 1, next, "next")));
        assertThat(scene().await(held.store().read(shard, "t:a"))).contains(newer);
        assertThat(scene().await(held.store().bounds(shard, "t:a", 0)).highest())
                .isEqualTo(log.bounds().highest() + 1);
    }

    @Test
    default void aStateThatComesLateNeverCoversWhatANewerOwnerWrote() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        scene().await(mine.write(Rows.state(shard, "t:a", 1, epoch, "1")));
        scene().await(mine.write(Rows.state(shard, "t:dead", 1, epoch, "1")));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        StateRow newer = Rows.state(shard, "t:a", 2, next, "2");
        StateRow tombstone = Rows.state(shard, "t:dead", 2, next, null);
        scene().await(other.write(newer));
        scene().await(other.write(tombstone));
        late.deliver(Rows.state(shard, "t:a", 2, epoch, "late"));
        late.deliver(Rows.state(shard, "t:a", 9, epoch, "late"));
        late.deliver(Rows.state(shard, "t:dead", 2, epoch, "late"));
        late.deliver(Rows.state(shard, "t:a", 2, next, "an attempt that the new owner gave up"));
        assertThat(scene().await(other.read(shard, "t:a"))).contains(newer);
        assertThat(scene().await(mine.read(shard, "t:dead"))).contains(tombstone);
        assertThat(scene().await(other.changes(shard, 0, 10)).changes().stream().map(ChangePage.Change::row))
                .containsExactly(newer, tombstone);
    }

    @Test
    default void eventsThatAFormerOwnerLeftBehindAreNeitherReadNorCountedAndAreWrittenOver() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        List<EventRow> first = Rows.events(shard, "t:a", 1, 3, epoch, "a");
        scene().await(mine.append(first));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        List<EventRow> second = Rows.events(shard, "t:a", 4, 2, next, "b");
        scene().await(other.append(second));
        // In the place of the newer ones, behind them, and behind a gap.
        late.deliver(Rows.events(shard, "t:a", 4, 6, epoch, "late"));
        late.deliver(Rows.events(shard, "t:a", 30, 2, epoch, "late"));
        assertLog(other, shard, List.of(first, second));
        assertLog(mine, shard, List.of(first, second));

        List<EventRow> third = Rows.events(shard, "t:a", 6, 2, next, "b");
        scene().await(other.append(third));
        assertLog(mine, shard, List.of(first, second, third));
        late.deliver(Rows.events(shard, "t:a", 6, 10, epoch, "late"));
        long last = scene().await(mine.raiseEpoch(shard, "a"));
        assertLog(mine, shard, List.of(first, second, third));
        List<EventRow> fourth = Rows.events(shard, "t:a", 8, 1, last, "a");
        scene().await(mine.append(fourth));
        assertLog(other, shard, List.of(first, second, third, fourth));
    }

    @Test
    default void eventsOfAnAttemptThatTheSameOwnerGaveUpAreNeitherReadNorCounted() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<EventRow> first = Rows.events(shard, "t:a", 1, 2, epoch, "a");
        scene().await(store.append(first));
        late.deliver(Rows.events(shard, "t:a", 2, 5, epoch, "given up"));
        assertLog(store, shard, List.of(first));
        List<EventRow> second = Rows.events(shard, "t:a", 3, 1, epoch, "a");
        scene().await(store.append(second));
        assertLog(store, shard, List.of(first, second));
    }

    @Test
    default void whatAnOwnerHasRecoveredIsNotReplacedByWhatComesLate() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        StateRow state = Rows.state(shard, "t:a", 1, epoch, "1");
        scene().await(mine.write(state));
        List<EventRow> events = Rows.events(shard, "t:a", 1, 3, epoch, "a");
        scene().await(mine.append(events));

        long next = scene().await(other.raiseEpoch(shard, "b"));
        StateRow recovered = scene().await(other.recover(shard, next, "t:a")).orElseThrow();
        assertThat(recovered.withEpoch(epoch))
                .as("the row, whoever holds the shard now")
                .isEqualTo(state);
        assertThat(scene().await(other.recoverLog(shard, next, "t:a", 0))).isEqualTo(new LogBounds(0, 3));
        assertThat(scene().await(other.recover(shard, next, "t:none"))).isEmpty();
        assertThat(scene().await(other.recoverLog(shard, next, "t:none", 0))).isEqualTo(new LogBounds(0, 0));

        late.deliver(Rows.state(shard, "t:a", 1, epoch, "another one"));
        late.deliver(Rows.state(shard, "t:a", 2, epoch, "late"));
        late.deliver(Rows.events(shard, "t:a", 3, 4, epoch, "late"));
        assertThat(scene().await(mine.read(shard, "t:a")))
                .get()
                .satisfies(row -> assertThat(row.withEpoch(epoch)).isEqualTo(state));
        Log log = Log.read(scene(), mine, shard, "t:a");
        assertThat(log.events().stream().map(EventRow::event))
                .isEqualTo(events.stream().map(EventRow::event).toList());
        assertThat(scene().await(other.recoverLog(shard, next, "t:a", 2))).isEqualTo(new LogBounds(0, 3));
    }

    private void assertLog(FencedStore store, ShardKey shard, List<List<EventRow>> batches) {
        List<EventRow> expected = batches.stream().flatMap(List::stream).toList();
        Log log = Log.read(scene(), store, shard, "t:a");
        assertThat(log.events()).isEqualTo(expected);
        assertThat(log.bounds()).isEqualTo(new LogBounds(0, expected.size()));
        assertThat(scene().await(store.events(shard, "t:a", 1, Long.MAX_VALUE, 1_000)))
                .as("a reader that asks for everything")
                .satisfies(page -> assertThat(page.events()).isEqualTo(expected));
        assertThat(scene().await(store.events(shard, "t:a", expected.size() + 1, Long.MAX_VALUE, 1_000))
                        .events())
                .as("a reader that starts behind the end")
                .isEmpty();
    }
}
