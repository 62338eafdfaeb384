package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteSchemaTest {

    /** What the first version made. */
    private static final String[] VERSION_1 = {
        "PRAGMA journal_mode=WAL",
        """
        CREATE TABLE state (
          entity_type TEXT NOT NULL,
          uri TEXT NOT NULL,
          type TEXT NOT NULL,
          shard INTEGER NOT NULL,
          version INTEGER NOT NULL,
          epoch INTEGER NOT NULL,
          tombstone INTEGER NOT NULL,
          created TEXT NOT NULL,
          modified TEXT NOT NULL,
          headers TEXT NOT NULL,
          entity TEXT,
          PRIMARY KEY (entity_type, uri))
        """,
        "CREATE INDEX state_by_type ON state (entity_type, type, uri)",
        """
        CREATE TABLE shard_epoch (
          entity_type TEXT NOT NULL,
          shard INTEGER NOT NULL,
          epoch INTEGER NOT NULL,
          owner TEXT NOT NULL,
          raised TEXT NOT NULL,
          PRIMARY KEY (entity_type, shard)) WITHOUT ROWID
        """,
        "CREATE TABLE agreed (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE probe (who TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO shard_epoch VALUES ('record', 7, 4, 'node-1', '2026-01-01T00:00:00Z')",
        "INSERT INTO agreed VALUES ('number-of-shards', '100')",
        "INSERT INTO probe VALUES ('node-1', 3)",
        "INSERT INTO state VALUES ('record','pkg:a','pkg',7,2,4,0,'2026-01-01T00:00:00Z','2026-01-02T00:00:00Z','{}','1')",
        "INSERT INTO state VALUES ('record','pkg:b','pkg',7,3,4,1,'2026-01-01T00:00:00Z','2026-01-02T00:00:00Z','{}',NULL)",
        "INSERT INTO state VALUES ('record','pkg:c','pkg',8,1,1,0,'2026-01-01T00:00:00Z','2026-01-02T00:00:00Z','{}','3')",
        "PRAGMA user_version=1"
    };

    @TempDir
    Path folder;

    private SqliteFile file;

    @BeforeEach
    void name() {
        file = new SqliteFile(folder);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void aFileOfVersion1KeepsItsRowsAndWorksOn() throws SQLException {
        file.shell(VERSION_1);
        FencedStore store = file.open();

        assertThat(await(store.read(SHARD, "pkg:a"))).map(StateRow::entity).contains("1");
        assertThat(await(store.agreed("number-of-shards"))).contains("100");
        assertThat(await(store.confirm(SHARD, 4))).isTrue();
        assertThat(await(store.raiseEpoch(SHARD, "b"))).isEqualTo(5);
        await(store.write(Rows.state("pkg:a", 3, 5, "2")));
        await(store.append(Rows.events("pkg:a", 1, 2, 5)));
        assertThat(file.ask("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(file.ask("PRAGMA user_version")).containsExactly("6");
    }

    @Test
    void rowsOfVersion1AreChangesThatNewOnesFollow() throws SQLException {
        file.shell(VERSION_1);
        FencedStore store = file.open();
        List<Change> old = await(store.changes(SHARD, 0, 10)).changes();
        assertThat(old).extracting(change -> change.row().uri()).containsExactlyInAnyOrder("pkg:a", "pkg:b");
        assertThat(old).extracting(Change::offset).doesNotHaveDuplicates().allMatch(offset -> offset > 0);

        long last = old.get(1).offset();
        await(store.write(Rows.state("pkg:new", 1, 4, "1")));
        await(store.write(Rows.state("pkg:a", 3, 4, "2")));
        assertThat(await(store.changes(SHARD, last, 10)).changes())
                .extracting(change -> change.row().uri())
                .containsExactly("pkg:new", "pkg:a");
        assertThat(file.ask("SELECT count(*) FROM state WHERE uri='pkg:c' AND change BETWEEN 1 AND 3"))
                .containsExactly("1");
    }

    @Test
    void aMigratedFileHasTheTablesOfANewOne() throws SQLException {
        file.shell(VERSION_1);
        file.open();
        SqliteFile other = new SqliteFile(folder.resolve("new"));
        try {
            other.open();
            String schema = "SELECT type, name, tbl_name, replace(sql, '\"', '') FROM sqlite_master ORDER BY name";
            assertThat(file.ask(schema)).isEqualTo(other.ask(schema));
        } finally {
            other.close();
        }
    }

    @Test
    void aFileOfVersion4HasItsVersionsFoundInTheNewIndex() throws SQLException {
        FencedStore store = file.open();
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        await(store.write(Rows.state("pkg:a", 1, epoch, "1"), Duration.ofMinutes(10)));
        await(store.write(Rows.state("pkg:a", 2, epoch, "2"), Duration.ofMinutes(10)));
        store.close();
        String schema = "SELECT type, name, tbl_name, replace(sql, '\"', '') FROM sqlite_master ORDER BY name";
        List<String> ofANewOne = file.ask(schema);
        file.shell(
                "DROP INDEX state_version_by_stretch",
                "CREATE INDEX state_version_by_shard ON state_version (entity_type, shard, change, uri)",
                "PRAGMA user_version=4");
        FencedStore migrated = file.open();
        assertThat(await(migrated.versions(SHARD, "pkg:a", 1, 10)).versions())
                .extracting(kept -> kept.row().version())
                .containsExactly(1L, 2L);
        assertThat(file.ask(schema)).isEqualTo(ofANewOne);
    }

    @Test
    void ofStoresThatMeetAnOldFileAtOnceOneMigratesIt() throws Exception {
        file.shell(VERSION_1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<FencedStore>> stores = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                stores.add(threads.submit(() -> new SqliteFile(folder).open()));
            }
            for (Future<FencedStore> store : stores) {
                try (FencedStore opened = store.get()) {
                    assertThat(await(opened.changes(SHARD, 0, 10)).changes()).hasSize(2);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMigrationThatFailsLeavesTheFileAsItWas() throws SQLException {
        file.shell(VERSION_1);
        // The last thing that the migration makes is in its way.
        file.shell("CREATE TABLE counter (something TEXT)");
        assertThatThrownBy(file::open).isInstanceOf(StoreException.class).hasMessageContaining("cannot be opened");
        assertThat(file.ask("PRAGMA user_version")).containsExactly("1");
        assertThat(file.ask("SELECT uri FROM state ORDER BY uri")).containsExactly("pkg:a", "pkg:b", "pkg:c");
        file.shell("DROP TABLE counter");
        assertThat(await(file.open().read(SHARD, "pkg:a"))).isPresent();
    }
}
