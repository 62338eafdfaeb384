package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The changes of a shard. */
interface ChangeContract extends ContractTopic {

    @Test
    default void changesAreTheNewestVersionsInTheOrderOfTheirWritesTombstonesIncluded() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        assertIsEnd(scene().await(store.changes(shard, 0, 10)), 0L);
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (String uri : List.of("t:c", "t:a", "t:b", "t:d")) {
            scene().await(store.write(Rows.state(shard, uri, 1, epoch, "1")));
        }
        StateRow tombstone = Rows.state(shard, "t:a", 2, epoch, null);
        scene().await(store.write(tombstone));
        long elsewhere = scene().await(store.raiseEpoch(scene().shard(8), "a"));
        scene().await(store.write(Rows.state(scene().shard(8), "t:other", 1, elsewhere, "1")));
        // Offsets go on to rise under a new owner.
        long next = scene().await(other.raiseEpoch(shard, "b"));
        StateRow newer = Rows.state(shard, "t:b", 2, next, "2");
        scene().await(other.write(newer));

        ChangePage page = scene().await(store.changes(shard, 0, 10));
        assertThat(page.changes().stream().map(ChangePage.Change::row))
                .containsExactly(
                        Rows.state(shard, "t:c", 1, epoch, "1"),
                        Rows.state(shard, "t:d", 1, epoch, "1"),
                        tombstone,
                        newer);
        assertThat(page.more()).isFalse();
        assertThat(page.changes().stream().map(ChangePage.Change::offset).toList())
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(offset -> offset > 0)
                .endsWith(page.next());
        for (int i = 0; i < page.changes().size(); i++) {
            assertThat(scene().await(store.changes(shard, page.changes().get(i).offset(), 10))
                            .changes())
                    .as("after change %s", i)
                    .isEqualTo(page.changes().subList(i + 1, page.changes().size()));
            assertThat(scene().await(store.changes(shard, page.changes().get(i).offset() - 1, 10))
                            .changes())
                    .as("from change %s on", i)
                    .isEqualTo(page.changes().subList(i, page.changes().size()));
        }
        ChangePage end = scene().await(store.changes(shard, page.next(), 10));
        assertIsEnd(end, page.next());
    }

    @Test
    default void pagesOfChangesLeadThroughAllOfThem() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 103; i++) {
            writes.add(store.write(Rows.state(shard, "t:" + i, 1, epoch, "1")));
        }
        writes.forEach(scene()::await);
        for (int rowsMax : new int[] {1, 7, 102, 103, 104}) {
            Map<String, Long> seen = new HashMap<>();
            long offset = 0;
            ChangePage page;
            do {
                page = scene().await(store.changes(shard, offset, rowsMax));
                assertThat(page.changes()).hasSizeLessThanOrEqualTo(rowsMax);
                page.changes().forEach(change -> seen.put(change.row().uri(), change.offset()));
                offset = page.next();
            } while (page.more());
            assertThat(seen).as("in pages of %s", rowsMax).hasSize(103);
            assertThat(scene().await(store.changes(shard, offset, rowsMax)).changes())
                    .isEmpty();
        }
    }

    @Test
    default void whoeverFollowsTheChangesMeetsEveryNewestVersionWhileOwnersWriteAndTakeTurns() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        FencedStore reader = scene().open();
        ShardKey shard = scene().shard();
        Map<String, Long> followed = new HashMap<>();
        Map<String, Long> written = new HashMap<>();
        long offset = 0;
        for (int turn = 0; turn < 8; turn++) {
            FencedStore owner = turn % 2 == 0 ? mine : other;
            long epoch = scene().await(owner.raiseEpoch(shard, "owner"));
            List<CompletionStage<Void>> writers = new ArrayList<>();
            for (int entity = 0; entity < 40; entity++) {
                String uri = "t:" + entity;
                int count = scene().random().nextInt(8);
                long from = written.getOrDefault(uri, 0L);
                CompletionStage<Void> end = CompletableFuture.completedFuture(null);
                for (long version = from + 1; version <= from + count; version++) {
                    StateRow row = Rows.state(shard, uri, version, epoch, version % 5 == 0 ? null : "" + version);
                    end = end.thenCompose(before -> owner.write(row));
                }
                if (count > 0) {
                    written.put(uri, from + count);
                }
                writers.add(end);
            }
            do {
                offset = follow(reader, shard, offset, followed);
            } while (writers.stream().anyMatch(end -> !end.toCompletableFuture().isDone()));
            writers.forEach(scene()::awaitChain);
            offset = follow(reader, shard, offset, followed);
            assertThat(followed).as("the newest versions after turn %s", turn).isEqualTo(written);
        }
    }

    @Test
    default void changesAfterTheEndAreThoseThatAreWrittenLaterWhetherTheyAreKeptOrNot() {
        FencedStore store = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        assertIsEnd(scene().await(store.changes(shard, scene().await(store.logEnd(shard)), 10)), null);
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (int version = 1; version <= 3; version++) {
            scene().await(store.write(Rows.state(shard, "t:a", version, epoch, "" + version)));
        }
        long end = scene().await(other.logEnd(shard));
        assertIsEnd(scene().await(other.changes(shard, end, 10)), end);
        StateRow next = Rows.state(shard, "t:b", 1, epoch, "1");
        scene().await(store.write(next));
        assertThat(scene().await(other.changes(shard, end, 10)).changes())
                .extracting(ChangePage.Change::row)
                .containsExactly(next);
    }

    @Test
    default void aLastPageShowsWhatWasAcknowledgedBeforeItWasAskedForAlsoWhileThatIsWrittenAgainAndAgain() {
        FencedStore store = scene().open();
        FencedStore reader = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        AtomicLong acknowledged = new AtomicLong();
        CompletionStage<Void> writes = CompletableFuture.completedFuture(null);
        for (long version = 1; version <= 300; version++) {
            long current = version;
            writes = writes.thenCompose(before -> store.write(Rows.state(shard, "t:hot", current, epoch, "" + current)))
                    .thenRun(() -> acknowledged.set(current));
        }
        long offset = 0;
        long shown = 0;
        while (shown < 300) {
            long before = acknowledged.get();
            ChangePage page = scene().await(reader.changes(shard, offset, 10));
            for (ChangePage.Change change : page.changes()) {
                shown = Math.max(shown, change.row().version());
            }
            for (ChangePage.Change change : page.ahead()) {
                shown = Math.max(shown, change.row().version());
            }
            offset = page.next();
            if (!page.more()) {
                assertThat(shown).as("shown, of what was acknowledged").isGreaterThanOrEqualTo(before);
            }
        }
        scene().awaitChain(writes);
    }

    private static void assertIsEnd(ChangePage page, @Nullable Long next) {
        assertThat(page.changes()).isEmpty();
        assertThat(page.ahead()).isEmpty();
        assertThat(page.damaged()).isEmpty();
        assertThat(page.more()).isFalse();
        if (next != null) {
            assertThat(page.next()).isEqualTo(next);
        }
    }

    /** Reads the changes there are, notes their versions and returns the offset from which to read on. */
    private long follow(FencedStore reader, ShardKey shard, long after, Map<String, Long> followed) {
        long offset = after;
        ChangePage page;
        do {
            page = scene().await(reader.changes(shard, offset, 16));
            for (ChangePage.Change change : page.changes()) {
                assertThat(change.offset()).isGreaterThan(offset);
                offset = change.offset();
                followed.put(change.row().uri(), change.row().version());
            }
            assertThat(page.next()).isGreaterThanOrEqualTo(offset);
            offset = page.next();
        } while (page.more());
        return offset;
    }
}
