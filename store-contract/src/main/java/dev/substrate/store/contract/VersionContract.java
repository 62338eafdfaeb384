package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.FencedStore;
import dev.substrate.store.KeptVersion;
import dev.substrate.store.StateRow;
import dev.substrate.store.VersionPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Versions that are kept when newer ones took their place, and their log. */
interface VersionContract extends ContractTopic {

    Duration LONG = Duration.ofMinutes(10);

    @Test
    default void everyKeptVersionOfAnEntityIsReadInOrder() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        List<StateRow> written = new ArrayList<>();
        for (int version = 1; version <= 7; version++) {
            StateRow row = Rows.state(shard, "t:a", version, epoch, version == 4 ? null : Rows.json("ü " + version));
            written.add(row);
            scene().await(store.write(row, LONG));
            scene().await(store.write(Rows.state(shard, "t:ab", version, epoch, "1"), LONG));
        }
        FencedStore other = scene().open();
        assertThat(versions(other, shard, "t:a", 1, 100)).isEqualTo(written);
        assertThat(versions(other, shard, "t:a", 5, 100)).isEqualTo(written.subList(4, 7));
        assertThat(versions(other, shard, "t:a", 8, 100)).isEmpty();
        assertThat(versions(other, shard, "t:none", 1, 100)).isEmpty();
        for (int rowsMax : new int[] {1, 2, 7}) {
            assertThat(allVersions(other, shard, "t:a", rowsMax))
                    .as("in pages of %s", rowsMax)
                    .isEqualTo(written);
        }
    }

    @Test
    default void aKeptVersionHasHeadersOfItsOwnAndTheNewestRowAllOfThem() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        StateRow row = Rows.state(shard, "t:a", 1, epoch, "1");
        StateRow kept = row.withHeaders("{\"of\":\"what is kept\"}");

        scene().await(store.write(row, new KeptVersion(LONG, kept.headers())));

        FencedStore other = scene().open();
        assertThat(scene().await(other.read(shard, "t:a"))).contains(row);
        assertThat(versions(other, shard, "t:a", 1, 10)).containsExactly(kept);
        assertThat(log(other, shard, 0, 10)).containsExactly(kept);
    }

    @Test
    default void theLogHoldsEveryKeptVersionOfItsShardInTheOrderOfWrites() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        assertThat(scene().await(store.log(shard, 0, 10)).versions()).isEmpty();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        long elsewhere = scene().await(store.raiseEpoch(scene().shard(8), "a"));
        List<StateRow> written = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            StateRow row = Rows.state(shard, "t:" + i % 3, i / 3 + 1, epoch, i % 5 == 0 ? null : "" + i);
            written.add(row);
            scene().await(store.write(row, LONG));
            scene().await(store.write(Rows.state(scene().shard(8), "t:elsewhere " + i, 1, elsewhere, "1"), LONG));
            scene().await(store.write(Rows.state(shard, "t:not-kept", i + 1, epoch, "1")));
        }
        FencedStore other = scene().open();
        for (int rowsMax : new int[] {1, 7, 23, 100}) {
            assertThat(log(other, shard, 0, rowsMax))
                    .as("in pages of %s", rowsMax)
                    .isEqualTo(written);
        }
        List<Change> all = scene().await(other.log(shard, 0, 100)).versions();
        assertThat(log(other, shard, all.get(9).offset(), 100)).isEqualTo(written.subList(10, 23));
        assertThat(versions(other, shard, "t:not-kept", 1, 100)).isEmpty();
    }

    @Test
    default void writesThatBeginAfterTheEndWasAskedForLieBehindIt() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (int i = 1; i <= 5; i++) {
            scene().await(store.write(Rows.state(shard, "t:a", i, epoch, "" + i), LONG));
        }
        FencedStore other = scene().open();
        long end = scene().await(other.logEnd(shard));
        assertThat(log(other, shard, end, 10)).as("before").isEmpty();
        StateRow next = Rows.state(shard, "t:a", 6, epoch, "6");
        scene().await(store.write(next, LONG));
        assertThat(log(other, shard, end, 10)).containsExactly(next);
    }

    @Test
    default void aVersionGoesWhenItsTimeIsOverAndNotBefore() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        Duration shortly = Duration.ofSeconds(2);
        StateRow staying = Rows.state(shard, "t:a", 1, epoch, "1");
        scene().await(store.write(staying, LONG));
        long before = System.nanoTime();
        for (int i = 2; i <= 60; i++) {
            scene().await(store.write(Rows.state(shard, "t:a", i, epoch, "" + i), shortly));
        }
        List<StateRow> soon = versions(store, shard, "t:a", 1, 100);
        if (System.nanoTime() - before < shortly.toNanos()) {
            assertThat(soon).hasSize(60);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(versions(store, shard, "t:a", 1, 100)).containsExactly(staying));
        assertThat(System.nanoTime() - before).isGreaterThan(shortly.toNanos());
        assertThat(log(store, shard, 0, 100)).containsExactly(staying);
        assertThat(scene().await(store.read(shard, "t:a")).map(StateRow::version))
                .as("the newest version, which is the state")
                .contains(60L);
        // Whoever trims does it while others write.
        for (int i = 61; i <= 80; i++) {
            scene().await(store.write(Rows.state(shard, "t:a", i, epoch, "" + i), LONG));
        }
        assertThat(versions(store, shard, "t:a", 1, 100)).hasSize(21);
    }

    @Test
    default void aRefusedWriteIsNoVersion() {
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        StateRow first = Rows.state(shard, "t:a", 1, epoch, "1");
        scene().await(mine.write(first, LONG));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        scene().assertFenceLost(
                        "a write under an old epoch", mine.write(Rows.state(shard, "t:a", 2, epoch, "old"), LONG));
        StateRow recovered = scene().await(other.recover(shard, next, "t:a")).orElseThrow();
        StateRow second = Rows.state(shard, "t:a", recovered.version() + 1, next, "new");
        scene().await(other.write(second, LONG));
        List<StateRow> kept = versions(mine, shard, "t:a", 1, 10);
        assertThat(kept.stream().map(StateRow::version)).doesNotHaveDuplicates().isSorted();
        assertThat(kept.get(0).entity()).isEqualTo("1");
        assertThat(kept.get(kept.size() - 1)).isEqualTo(second);
        // Only on a store that notices late may the refused one be there: as what the next owner has built upon.
        assertThat(kept).hasSize((int) second.version());
    }

    @Test
    default void ownersInTurnLeaveOneRowForEachVersionAndWhatIsRecoveredIsLoggedBehindWhatWasThere() {
        FencedStore[] owners = {scene().open(), scene().open()};
        ShardKey shard = scene().shard();
        List<String> contents = new ArrayList<>();
        for (int turn = 0; turn < 6; turn++) {
            FencedStore owner = owners[turn % 2];
            long epoch = scene().await(owner.raiseEpoch(shard, "o" + turn));
            long version = scene().await(owner.recover(shard, epoch, "t:a"))
                    .map(StateRow::version)
                    .orElse(0L);
            assertThat(version).isEqualTo(contents.size());
            for (int i = 0; i < 3; i++) {
                contents.add("" + (100 * turn + i));
                scene().await(owner.write(Rows.state(shard, "t:a", ++version, epoch, "" + (100 * turn + i)), LONG));
            }
        }
        assertThat(versions(owners[0], shard, "t:a", 1, 100).stream().map(StateRow::entity))
                .isEqualTo(contents);
        assertThat(allVersions(owners[1], shard, "t:a", 2).stream().map(StateRow::entity))
                .isEqualTo(contents);
        assertLogTells(owners[0], shard, contents);
    }

    @Test
    default void whatComesLateIsNoVersionAnyMoreThatANewerOwnerHasWritten() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(mine.raiseEpoch(shard, "a"));
        scene().await(mine.write(Rows.state(shard, "t:a", 1, epoch, "1"), LONG));
        long next = scene().await(other.raiseEpoch(shard, "b"));
        assertThat(scene().await(other.recover(shard, next, "t:a"))).isPresent();
        long end = scene().await(other.log(shard, 0, 100)).next();
        StateRow second = Rows.state(shard, "t:a", 2, next, "2");
        late.deliver(Rows.state(shard, "t:a", 2, epoch, "late, before"), LONG);
        scene().await(other.write(second, LONG));
        late.deliver(Rows.state(shard, "t:a", 1, epoch, "late"), LONG);
        late.deliver(Rows.state(shard, "t:a", 2, epoch, "late, after"), LONG);
        assertThat(versions(mine, shard, "t:a", 1, 10).stream().map(StateRow::entity))
                .containsExactly("1", "2");
        assertThat(log(other, shard, end, 10))
                .as("whoever has read the log that far")
                .containsExactly(second);
        assertThat(log(other, shard, 0, 10))
                .as("the newest row of a version in the log is the true one")
                .last()
                .isEqualTo(second);
    }

    @Test
    default void whatIsFoundLateAndBuiltUponIsLoggedForThoseWhoHaveReadOn() throws Exception {
        LateDelivery late = scene().use(scene().harness().lateDelivery());
        FencedStore mine = scene().open();
        FencedStore other = scene().open();
        ShardKey shard = scene().shard();
        long first = scene().await(mine.raiseEpoch(shard, "a"));
        long second = scene().await(mine.raiseEpoch(shard, "a"));
        scene().await(mine.write(Rows.state(shard, "t:b", 1, second, "1"), LONG));
        long seen = scene().await(other.log(shard, 0, 100)).next();
        late.deliver(Rows.state(shard, "t:a", 1, first, "late"), LONG);
        assertThat(log(other, shard, seen, 10)).as("before it is recovered").isEmpty();
        long third = scene().await(other.raiseEpoch(shard, "b"));
        assertThat(scene().await(other.recover(shard, third, "t:a")).map(StateRow::entity))
                .contains("late");
        assertThat(log(other, shard, seen, 10).stream().map(row -> row.uri() + " " + row.entity()))
                .containsExactly("t:a late");
    }

    @Test
    default void manyWritersAtOnceLeaveNoVersionOut() {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        int entities = 20;
        int versions = Scene.normallyOr(25, 200);
        List<CompletionStage<Void>> ends = new ArrayList<>();
        for (int i = 0; i < entities; i++) {
            CompletionStage<Void> end = store.write(Rows.state(shard, "t:" + i, 1, epoch, "1"), LONG);
            for (int version = 2; version <= versions; version++) {
                StateRow row = Rows.state(shard, "t:" + i, version, epoch, "" + version);
                end = end.thenCompose(before -> store.write(row, LONG));
            }
            ends.add(end);
        }
        // A reader that goes along must not be led past what is written behind its back.
        FencedStore other = scene().open();
        List<StateRow> read = new ArrayList<>();
        long after = 0;
        while (!ends.stream().allMatch(end -> end.toCompletableFuture().isDone())) {
            after = readOn(other, shard, after, 7, read);
        }
        ends.forEach(scene()::awaitChain);
        after = readOn(other, shard, after, 100, read);
        assertThat(readOn(other, shard, after, 100, read)).isEqualTo(after);
        for (int i = 0; i < entities; i++) {
            String uri = "t:" + i;
            assertThat(read.stream().filter(row -> row.uri().equals(uri)).map(StateRow::version))
                    .as(uri)
                    .hasSize(versions)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    default void aDamagedVersionIsNamedAndTheOthersAreRead() throws Exception {
        Damage damage = scene().use(scene().harness().damage());
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        long epoch = scene().await(store.raiseEpoch(shard, "a"));
        for (int version = 1; version <= 3; version++) {
            scene().await(store.write(Rows.state(shard, "t:a", version, epoch, "1"), LONG));
        }
        damage.spoilVersion(shard, "t:a", 2);

        VersionPage versions = scene().await(store.versions(shard, "t:a", 1, 10));
        assertThat(versions.versions().stream().map(kept -> kept.row().version()))
                .containsExactly(1L, 3L);
        assertThat(versions.damaged()).singleElement().satisfies(spoilt -> {
            assertThat(spoilt.uri()).isEqualTo("t:a");
            assertThat(spoilt.version()).isEqualTo(2);
        });
        VersionPage log = scene().await(store.log(shard, 0, 2));
        assertThat(log.versions()).hasSize(1);
        assertThat(log.damaged()).hasSize(1);
        assertThat(log(store, shard, log.next(), 2)).hasSize(1);
    }

    private void assertLogTells(FencedStore store, ShardKey shard, List<String> contents) {
        String[] told = new String[contents.size()];
        for (StateRow row : log(store, shard, 0, 5)) {
            // Again and with a higher offset: what was recovered.
            told[(int) row.version() - 1] = row.entity();
        }
        assertThat(told).containsExactlyElementsOf(contents);
    }

    private List<StateRow> versions(FencedStore store, ShardKey shard, String uri, long from, int rowsMax) {
        return scene().await(store.versions(shard, uri, from, rowsMax)).versions().stream()
                .map(Change::row)
                .toList();
    }

    private List<StateRow> allVersions(FencedStore store, ShardKey shard, String uri, int rowsMax) {
        List<StateRow> rows = new ArrayList<>();
        long from = 1;
        VersionPage page;
        do {
            page = scene().await(store.versions(shard, uri, from, rowsMax));
            assertThat(page.versions()).hasSizeLessThanOrEqualTo(rowsMax);
            page.versions().forEach(kept -> rows.add(kept.row()));
            from = page.next();
        } while (page.more());
        return rows;
    }

    private List<StateRow> log(FencedStore store, ShardKey shard, long after, int rowsMax) {
        List<StateRow> rows = new ArrayList<>();
        readOn(store, shard, after, rowsMax, rows);
        return rows;
    }

    private long readOn(FencedStore store, ShardKey shard, long after, int rowsMax, List<StateRow> rows) {
        long next = after;
        VersionPage page;
        do {
            page = scene().await(store.log(shard, next, rowsMax));
            assertThat(page.versions()).hasSizeLessThanOrEqualTo(rowsMax);
            assertThat(page.versions().stream().map(Change::offset)).isSorted().doesNotHaveDuplicates();
            page.versions().forEach(kept -> rows.add(kept.row()));
            assertThat(page.next()).isGreaterThanOrEqualTo(next);
            next = page.next();
        } while (page.more());
        return next;
    }
}
