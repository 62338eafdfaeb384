package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertFenceLost;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static dev.substrate.store.sqlite.Rows.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteSnapshotsTest {

    /** Times whose texts sort otherwise than the times. */
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00.5Z"),
            Instant.parse("2026-01-01T00:00:01Z"));

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
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void aSnapshotOfTheSameSequenceNumberIsReplaced() throws SQLException {
        await(store.save(Rows.snapshot("pkg:a", 10, epoch, TIME)));
        SnapshotRow again = Rows.snapshot("pkg:a", 10, epoch, TIME.plusSeconds(1));
        await(store.save(again));
        assertThat(await(store.snapshot(SHARD, "pkg:a", SnapshotChoice.ALL))).contains(again);
        assertThat(file.ask("SELECT count(*) FROM snapshot")).containsExactly("1");
    }

    @Test
    void snapshotsAreDeletedByNumberAndTime() throws SQLException {
        saveThree();
        await(store.deleteSnapshots(SHARD, epoch, "pkg:a", new SnapshotChoice(2, 3, Instant.MIN, TIMES.get(1))));
        assertThat(file.ask("SELECT sequence FROM snapshot ORDER BY 1")).containsExactly("1", "3");
        await(store.deleteSnapshots(SHARD, epoch, "pkg:a", SnapshotChoice.ALL));
        assertThat(file.ask("SELECT sequence FROM snapshot")).isEmpty();
    }

    @Test
    void nobodyButThePresentOwnerSavesOrDeletes() throws SQLException {
        saveThree();
        await(file.open().raiseEpoch(SHARD, "b"));
        assertFenceLost(store.save(Rows.snapshot("pkg:a", 3, epoch, TIME)));
        assertFenceLost(store.save(Rows.snapshot("pkg:a", 4, epoch, TIME)));
        assertFenceLost(store.deleteSnapshots(SHARD, epoch, "pkg:a", SnapshotChoice.ALL));
        assertThat(file.ask("SELECT sequence, taken FROM snapshot WHERE sequence > 2"))
                .containsExactly("3|2026-01-01T00:00:01Z");
    }

    private void saveThree() {
        for (int i = 0; i < 3; i++) {
            await(store.save(Rows.snapshot("pkg:a", i + 1, epoch, TIMES.get(i))));
        }
    }
}
