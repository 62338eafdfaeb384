package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static dev.substrate.store.sqlite.Rows.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import dev.substrate.store.StoreException;
import dev.substrate.store.StoreException.Kind;
import dev.substrate.store.VersionPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DamagedRowsTest {

    @TempDir
    Path folder;

    private SqliteFile file;
    private FencedStore store;
    private long epoch;

    @BeforeEach
    void open() {
        file = new SqliteFile(folder);
        store = file.open();
        epoch = await(store.raiseEpoch(SHARD, "a"));
        for (String uri : new String[] {"pkg:a", "pkg:b", "pkg:c"}) {
            await(store.write(Rows.state(uri, 1, epoch, "1")));
        }
    }

    @AfterEach
    void close() {
        file.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modified='yesterday'",
                "created=x'00'",
                "version='two'",
                "epoch=1.5",
                "shard=5000000000",
                "tombstone=7",
                "headers=x'7b7d'",
                "entity=NULL"
            })
    void aStateThatCannotBeReadFailsWhoReadsIt(String damage) throws SQLException {
        file.shell("UPDATE state SET " + damage + " WHERE uri='pkg:b'");
        assertDamaged(store.read(SHARD, "pkg:b"), "state", "record", "pkg:b", damage.replaceAll("=.*", ""));
        assertThat(await(store.read(SHARD, "pkg:a"))).isPresent();
        assertThat(await(store.read(SHARD, "pkg:c"))).isPresent();
        await(store.write(Rows.state("pkg:c", 2, epoch, "2")));
    }

    @Test
    void aPageNamesTheRowThatItCannotShowInsteadOfLeavingItOut() throws SQLException {
        file.shell("UPDATE state SET tombstone=7 WHERE uri='pkg:b'");
        assertDamaged(store.scan(scan("pkg:", null)), "state", "pkg:b");
        assertThat(await(store.changes(SHARD, 0, 10)).damaged())
                .extracting(VersionPage.Damaged::uri)
                .containsExactly("pkg:b");
        assertThat(await(store.changes(SHARD, 0, 10)).changes()).hasSize(2);
        assertThat(await(store.scan(scan("pkg:a", null))).rows())
                .as("a page that it is not part of")
                .hasSize(1);
        assertThat(await(store.scan(scan("pkg:", "pkg:b"))).rows())
                .extracting(StateRow::uri)
                .containsExactly("pkg:c");
    }

    @Test
    void anEventThatCannotBeReadFailsThePagesThatItIsIn() throws SQLException {
        await(store.append(Rows.events("pkg:a", 1, 5, epoch)));
        await(store.append(Rows.events("pkg:b", 1, 5, epoch)));
        file.shell("UPDATE event SET written='noon' WHERE entity_id='pkg:a' AND sequence=3");
        assertDamaged(store.events(SHARD, "pkg:a", 1, 5, 10), "event", "pkg:a", "sequence 3", "'noon'");
        assertThat(await(store.events(SHARD, "pkg:a", 1, 2, 10)).events()).hasSize(2);
        assertThat(await(store.events(SHARD, "pkg:a", 4, 5, 10)).events()).hasSize(2);
        assertThat(await(store.events(SHARD, "pkg:b", 1, 5, 10)).events()).hasSize(5);
    }

    @Test
    void aMissingEventIsDamageAndNotTheEndOfTheLog() throws SQLException {
        await(store.append(Rows.events("pkg:a", 1, 5, epoch)));
        file.shell("DELETE FROM event WHERE sequence IN (1, 3)");
        assertDamaged(store.events(SHARD, "pkg:a", 1, 5, 10), "event", "sequence 1", "missing");
        assertDamaged(store.events(SHARD, "pkg:a", 2, 5, 10), "event", "sequence 3", "missing");
        assertDamaged(store.events(SHARD, "pkg:a", 3, 3, 10), "event", "sequence 3", "missing");
        assertThat(await(store.events(SHARD, "pkg:a", 2, 5, 1)).more()).isTrue();
        assertThat(await(store.events(SHARD, "pkg:a", 4, 5, 10)).events()).hasSize(2);
    }

    @Test
    void aSnapshotThatCannotBeReadIsNotPassedOverForAnOlderOne() throws SQLException {
        await(store.save(Rows.snapshot("pkg:a", 1, epoch, TIME)));
        await(store.save(Rows.snapshot("pkg:a", 2, epoch, TIME)));
        file.shell("UPDATE snapshot SET taken='' WHERE sequence=2");
        assertDamaged(store.snapshot(SHARD, "pkg:a", SnapshotChoice.ALL), "snapshot", "pkg:a", "sequence 2");
        assertThat(await(store.snapshot(SHARD, "pkg:a", new SnapshotChoice(0, 1, Instant.MIN, Instant.MAX))))
                .isPresent();
    }

    @Test
    void aSnapshotWithoutAReadableTimeIsDeletedOnlyIfTimeDoesNotMatter() throws SQLException {
        await(store.save(Rows.snapshot("pkg:a", 1, epoch, TIME)));
        await(store.save(Rows.snapshot("pkg:a", 2, epoch, TIME)));
        file.shell("UPDATE snapshot SET taken='' WHERE sequence=1");
        assertDamaged(
                store.deleteSnapshots(SHARD, epoch, "pkg:a", new SnapshotChoice(0, 9, Instant.MIN, TIME)),
                "snapshot",
                "sequence 1");
        assertThat(file.ask("SELECT count(*) FROM snapshot")).containsExactly("2");
        await(store.deleteSnapshots(SHARD, epoch, "pkg:a", SnapshotChoice.ALL));
        assertThat(file.ask("SELECT count(*) FROM snapshot")).containsExactly("0");
    }

    @Test
    void aDamagedEpochConcernsItsShardAloneAndIsNotCountedOnFrom() throws SQLException {
        ShardKey other = new ShardKey("record", 8);
        await(store.raiseEpoch(other, "a"));
        assertThat(await(store.confirm(SHARD, epoch))).isTrue();
        file.shell("UPDATE shard_epoch SET epoch='much' WHERE shard=7");

        assertDamaged(store.confirm(SHARD, epoch), "shard_epoch", "shard 7", "'much'");
        assertDamaged(store.raiseEpoch(SHARD, "b"), "shard_epoch", "shard 7", "'much'");
        assertDamaged(store.write(Rows.state("pkg:a", 2, epoch, "2")), "shard_epoch", "shard 7", "'much'");
        assertThat(await(store.confirm(other, 1))).isTrue();
        assertThat(await(store.raiseEpoch(other, "a"))).isEqualTo(2);

        file.shell("UPDATE shard_epoch SET epoch=5 WHERE shard=7");
        assertThat(await(store.confirm(SHARD, 5))).isTrue();
        assertThat(await(store.confirm(SHARD, epoch))).isFalse();
        assertThat(await(store.raiseEpoch(SHARD, "b"))).isEqualTo(6);
    }

    @Test
    void anEpochIsConfirmedAlsoWhenTheCounterThatSavesTimeIsGone() throws SQLException {
        for (String damage : new String[] {"UPDATE counter SET value='x'", "DELETE FROM counter"}) {
            file.shell(damage + " WHERE name='epoch-changes'");
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
            long before = epoch;
            epoch = await(file.open().raiseEpoch(SHARD, "b"));
            assertThat(await(store.confirm(SHARD, before))).isFalse();
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
        }
    }

    @Test
    void aDamagedPageOfTheFileFailsOnlyWhatLiesOnIt() throws Exception {
        for (int i = 0; i < 200; i++) {
            await(store.append(Rows.events("log:" + i, 1, 2, epoch)));
        }
        store.close();
        overwriteRootPage("event");
        store = file.open();

        for (int i = 0; i < 3; i++) {
            assertDamaged(store.events(SHARD, "log:1", 1, 2, 10), "file is damaged");
            assertDamaged(store.append(Rows.events("log:1", 3, 3, epoch)), "file is damaged");
            assertThat(await(store.read(SHARD, "pkg:a"))).isPresent();
        }
        await(store.save(Rows.snapshot("pkg:a", 1, epoch, TIME)));
    }

    @Test
    void whatMeetsADamagedPageDoesNotHoldUpTheOthersOfItsBatch() throws Exception {
        await(store.append(Rows.events("pkg:a", 1, 2, epoch)));
        store.close();
        overwriteRootPage("event");
        store = file.open();

        CompletionStage<Void> before;
        CompletionStage<Void> append;
        CompletionStage<Void> after;
        try (Blocker blocker = new Blocker(file.turnstile())) {
            before = store.write(Rows.state("pkg:a", 2, epoch, "2"));
            append = store.append(Rows.events("pkg:a", 3, 3, epoch));
            after = store.write(Rows.state("pkg:a", 3, epoch, "3"));
            blocker.release();
        }
        await(before);
        assertDamaged(append, "file is damaged");
        await(after);
        assertThat(await(store.read(SHARD, "pkg:a")).orElseThrow().version()).isEqualTo(3);
    }

    /** Puts nonsense where a table starts. */
    private void overwriteRootPage(String table) throws SQLException, IOException {
        file.shell("PRAGMA wal_checkpoint(TRUNCATE)");
        long root = Long.parseLong(file.ask("SELECT rootpage FROM sqlite_master WHERE name='" + table + "'")
                .get(0));
        long pageBytes = Long.parseLong(file.ask("PRAGMA page_size").get(0));
        try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "rw")) {
            bytes.seek((root - 1) * pageBytes);
            bytes.write("this is not what SQLite wrote".repeat(20).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static StateScan scan(String prefix, @Nullable String after) {
        return new StateScan("record", "pkg", prefix, after, 10, 1 << 20);
    }

    private static void assertDamaged(CompletionStage<?> stage, String... named) {
        StoreException refusal = assertRefused(stage, Kind.DAMAGED);
        assertThat(refusal).hasMessageStartingWith("Nothing was written").hasMessageContainingAll(named);
    }
}
