package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The logs of events. */
interface EventContract extends ContractTopic {

    @Test
    default void eventsComeBackAsTheyWereWrittenWhateverTheirIdAndContent() {
        FencedStore store = scene().open();
        for (int number : new int[] {7, -3}) {
            ShardKey shard = scene().shard(number);
            long epoch = scene().await(store.raiseEpoch(shard, "a"));
            for (String awkward : Rows.AWKWARD) {
                String id = awkward + "/" + number;
                List<EventRow> events = new ArrayList<>();
                for (String content : Rows.AWKWARD) {
                    long sequence = events.size() + 1L;
                    events.add(new EventRow(
                            shard.entityType(),
                            id,
                            number,
                            sequence,
                            epoch,
                            Rows.TIME.plusNanos(sequence),
                            "{\"h\": 1.10}",
                            content));
                }
                scene().await(store.append(events));
                assertThat(Log.read(scene(), store, shard, id).events()).isEqualTo(events);
            }
        }
        assertThat(scene().await(store.bounds(scene().shard(), "t:absent", 0)))
                .isEqualTo(new EventStore.LogBounds(0, 0));
        assertThat(scene().await(store.events(scene().shard(), "t:absent", 1, Long.MAX_VALUE, 10)))
                .isEqualTo(new EventPage(List.of(), false));
    }

    @Test
    default void eventsOf128KiBAreKept() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<EventRow> events = List.of(
                Rows.event(shard, "t:large", 1, epoch, Rows.json("x".repeat(128 * 1024 - 2))),
                Rows.event(shard, "t:large", 2, epoch, Rows.json("😀".repeat(32 * 1024 - 1))));
        scene().await(store.append(events));
        assertThat(Log.read(scene(), store, shard, "t:large").events()).isEqualTo(events);
    }

    @Test
    default void asManyEventsAsMayBeAppendedAtOnceAreKept() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<EventRow> events = Rows.events(shard, "t:a", 1, EventStore.APPENDED_EVENTS_MAX, epoch, "a");
        scene().await(store.append(events));
        assertThat(Log.read(scene(), store, shard, "t:a").events()).isEqualTo(events);
    }

    @Test
    default void aListThatIsNotOneRunOfEventsIsNotTaken() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        assertNotTaken(store, List.of());
        assertNotTaken(store, Rows.events(shard, "t:a", 1, EventStore.APPENDED_EVENTS_MAX + 1, epoch, "a"));
        assertNotTaken(store, Rows.events(shard, "t:a", 0, 2, epoch, "a"));
        EventRow first = Rows.event(shard, "t:a", 1, epoch, "1");
        assertNotTaken(store, List.of(first, first));
        assertNotTaken(store, List.of(first, Rows.event(shard, "t:a", 3, epoch, "3")));
        assertNotTaken(store, List.of(first, Rows.event(shard, "t:b", 2, epoch, "2")));
        assertNotTaken(store, List.of(first, Rows.event(shard, "t:a", 2, epoch + 1, "2")));
        assertNotTaken(store, List.of(first, Rows.event(scene().shard(8), "t:a", 2, epoch, "2")));
        assertThat(scene().await(store.bounds(shard, "t:a", 0)).highest()).isZero();
    }

    private static void assertNotTaken(FencedStore store, List<EventRow> events) {
        assertThatThrownBy(() -> {
                    try {
                        store.append(events).toCompletableFuture().join();
                    } catch (CompletionException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void everyConnectionSeesEventsOnceTheyAreAcknowledged() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        long next = 1;
        for (int append = 0; append < 60; append++) {
            int count = 1 + append % 4;
            List<EventRow> events = Rows.events(shard, "t:a", next, count, epoch, "a");
            scene().await(mine.append(events));
            next += count;
            for (long known : new long[] {0, 1, next / 2, next - 1}) {
                assertThat(scene().await(other.bounds(shard, "t:a", known)))
                        .as("searched from event %s on", known)
                        .isEqualTo(new EventStore.LogBounds(0, next - 1));
            }
            assertThat(scene().await(other.events(shard, "t:a", next - count, Long.MAX_VALUE, 100))
                            .events())
                    .isEqualTo(events);
        }
    }

    @Test
    default void aPageOfEventsKeepsToItsRangeAndSize() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<EventRow> events = Rows.events(shard, "t:a", 1, 10, epoch, "a");
        scene().await(store.append(events));
        scene().await(store.append(Rows.events(shard, "t:ab", 1, 3, epoch, "a")));

        EventPage page = scene().await(store.events(shard, "t:a", 3, 7, 3));
        assertThat(page.events()).isEqualTo(events.subList(2, 5));
        assertThat(page.more()).isTrue();
        page = scene().await(store.events(shard, "t:a", 6, 7, 3));
        assertThat(page).isEqualTo(new EventPage(events.subList(5, 7), false));
        assertThat(scene().await(store.events(shard, "t:a", 5, 5, 3)).events()).isEqualTo(events.subList(4, 5));
        assertThat(scene().await(store.events(shard, "t:a", 0, 1, 3)).events())
                .as("there is no event 0")
                .isEqualTo(events.subList(0, 1));
        assertThat(scene().await(store.events(shard, "t:a", 7, 6, 3)).events()).isEmpty();
        assertThat(scene().await(store.events(shard, "t:a", 11, Long.MAX_VALUE, 3)))
                .as("after the last")
                .isEqualTo(new EventPage(List.of(), false));
        assertThat(scene().await(store.events(shard, "t:a", 1, Long.MAX_VALUE, 10))
                        .events())
                .isEqualTo(events);
    }

    @Test
    default void aLongLogIsReadAndDeletedFromAnywhere() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        int highest = 51_000;
        CompletionStage<Void> appended = CompletableFuture.completedFuture(null);
        for (int from = 1; from <= highest; from += 850) {
            List<EventRow> events = Rows.events(shard, "t:long", from, 850, epoch, "a");
            appended = appended.thenCompose(before -> store.append(events));
        }
        scene().awaitChain(appended);
        for (long known : new long[] {0, 1, 850, 851, 49_999, 50_000, 50_001, 50_150, highest}) {
            assertThat(scene().await(store.bounds(shard, "t:long", known)))
                    .as("searched from event %s on", known)
                    .isEqualTo(new EventStore.LogBounds(0, highest));
        }
        for (int from : new int[] {1, 845, 849, 49_000, 49_985, 49_999, 50_000, 50_001, 50_140, highest - 5}) {
            int to = Math.min(from + 25, highest);
            assertThat(scene().await(store.events(shard, "t:long", from, to, 100)))
                    .as("from event %s on", from)
                    .isEqualTo(new EventPage(Rows.events(shard, "t:long", from, to - from + 1, epoch, "a"), false));
        }
        for (int to : new int[] {840, 49_990, 49_999, 50_000, 50_001, 50_150, 50_200}) {
            scene().await(store.deleteEvents(shard, epoch, "t:long", to));
            assertThat(scene().await(store.bounds(shard, "t:long", 0)))
                    .isEqualTo(new EventStore.LogBounds(to, highest));
            assertThat(scene().await(store.events(shard, "t:long", 1, to + 20, 100))
                            .events())
                    .as("deleted up to %s", to)
                    .isEqualTo(Rows.events(shard, "t:long", to + 1, 20, epoch, "a"));
        }
    }

    @Test
    default void manyLogsGrowAtOnceAndEachInItsOrder() {
        FencedStore store = scene().open();
        int logs = 100;
        int appends = Scene.normallyOr(15, 100);
        long[] epochs = new long[5];
        for (int shard = 0; shard < epochs.length; shard++) {
            epochs[shard] = scene().await(store.raiseEpoch(scene().shard(shard), "a"));
        }
        List<CompletionStage<Void>> ends = new ArrayList<>();
        for (int i = 0; i < logs; i++) {
            ShardKey shard = scene().shard(i % epochs.length);
            CompletionStage<Void> end = CompletableFuture.completedFuture(null);
            for (int append = 0; append < appends; append++) {
                List<EventRow> events = Rows.events(shard, "t:" + i, 1 + 3L * append, 3, epochs[shard.shard()], "a");
                end = end.thenCompose(before -> store.append(events));
            }
            ends.add(end);
        }
        ends.forEach(scene()::awaitChain);
        FencedStore other = scene().open();
        for (int i = 0; i < logs; i++) {
            ShardKey shard = scene().shard(i % epochs.length);
            assertThat(Log.read(scene(), other, shard, "t:" + i).events())
                    .isEqualTo(Rows.events(shard, "t:" + i, 1, 3 * appends, epochs[shard.shard()], "a"));
        }
    }

    @Test
    default void deletedEventsAreGoneAndTheNumberingGoesOn() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<EventRow> events = Rows.events(shard, "t:a", 1, 10, epoch, "a");
        scene().await(store.append(events));
        scene().await(store.append(Rows.events(shard, "t:b", 1, 2, epoch, "a")));

        scene().await(store.deleteEvents(shard, epoch, "t:a", 4));
        assertThat(scene().await(store.bounds(shard, "t:a", 0))).isEqualTo(new EventStore.LogBounds(4, 10));
        assertThat(Log.read(scene(), store, shard, "t:a").events()).isEqualTo(events.subList(4, 10));
        assertThat(scene().await(store.events(shard, "t:a", 1, 4, 10)).events()).isEmpty();
        assertThat(scene().await(store.events(shard, "t:a", 2, 6, 10)).events()).isEqualTo(events.subList(4, 6));

        scene().await(store.deleteEvents(shard, epoch, "t:a", 2));
        assertThat(scene().await(store.bounds(shard, "t:a", 0)))
                .as("a lower deletion brings nothing back")
                .isEqualTo(new EventStore.LogBounds(4, 10));

        scene().await(store.deleteEvents(shard, epoch, "t:a", Long.MAX_VALUE));
        FencedStore other = scene().open();
        assertThat(scene().await(other.bounds(shard, "t:a", 0)).highest())
                .as("deleted events count")
                .isEqualTo(10);
        assertThat(Log.read(scene(), other, shard, "t:a").events()).isEmpty();
        List<EventRow> next = Rows.events(shard, "t:a", 11, 2, epoch, "a");
        scene().await(store.append(next));
        assertThat(scene().await(other.bounds(shard, "t:a", 0)).highest()).isEqualTo(12);
        assertThat(Log.read(scene(), other, shard, "t:a").events())
                .as("what is appended after a deletion of everything stays")
                .isEqualTo(next);
        assertThat(scene().await(other.bounds(shard, "t:b", 0))).isEqualTo(new EventStore.LogBounds(0, 2));
    }

    @Test
    default void aFormerOwnerDeletesNothing() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        List<EventRow> events = Rows.events(shard, "t:a", 1, 3, epoch, "a");
        scene().await(mine.append(events));
        scene().await(other.raiseEpoch(shard, "b"));
        scene().assertFenceLost("a deletion", mine.deleteEvents(shard, epoch, "t:a", 3));
        assertThat(Log.read(scene(), other, shard, "t:a").events()).isEqualTo(events);
        assertThat(scene().await(other.bounds(shard, "t:a", 0))).isEqualTo(new EventStore.LogBounds(0, 3));
    }

    @Test
    default void anAppendThatIsRepeatedBecauseItsOutcomeIsUnknownLeavesOneLog() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        scene().await(store.append(Rows.events(shard, "t:a", 1, 2, epoch, "a")));
        List<EventRow> events = Rows.events(shard, "t:a", 3, 3, epoch, "a");
        scene().await(store.append(events));
        Ending<Void> repeated = scene().end(store.append(events));
        assertThat(repeated.acknowledged() || repeated.isAnyOf(StoreException.Kind.VERSION_CONFLICT))
                .as("the append again: %s", repeated.describe())
                .isTrue();
        assertThat(Log.read(scene(), store, shard, "t:a").events())
                .isEqualTo(Rows.events(shard, "t:a", 1, 5, epoch, "a"));
    }
}
