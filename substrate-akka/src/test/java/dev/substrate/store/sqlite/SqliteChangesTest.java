package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.ChangePage;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteChangesTest {

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
    void storesThatTakeTurnsNumberTheirChangesInOneOrder() throws SQLException {
        FencedStore other = file.open();
        for (int i = 1; i <= 5; i++) {
            await((i % 2 == 0 ? store : other).write(Rows.state("pkg:a", i, epoch, "1")));
            await((i % 2 == 0 ? other : store).write(Rows.state("pkg:b", i, epoch, "1")));
        }
        assertThat(uris(await(store.changes(SHARD, 0, 10)))).containsExactly("pkg:a 5", "pkg:b 5");
        assertThat(file.ask("SELECT max(change) FROM state")).containsExactly("10");
    }

    @Test
    void aNumberIsNotGivenAgainWhenItsRowWasRemovedByHand() throws SQLException {
        await(store.write(Rows.state("pkg:a", 1, epoch, "1")));
        long seen = await(store.changes(SHARD, 0, 10)).next();
        file.shell("DELETE FROM state");
        await(store.write(Rows.state("pkg:b", 1, epoch, "1")));
        assertThat(uris(await(store.changes(SHARD, seen, 10)))).containsExactly("pkg:b 1");
    }

    @Test
    void aRefusedWriteIsNoChange() throws SQLException {
        await(store.write(Rows.state("pkg:a", 1, epoch, "1")));
        assertRefused(store.write(Rows.state("pkg:a", 1, epoch, "1")), StoreException.Kind.VERSION_CONFLICT);
        assertThat(file.ask("SELECT value FROM counter WHERE name='state-changes'"))
                .containsExactly("1");
    }

    private static List<String> uris(ChangePage page) {
        return page.changes().stream()
                .map(change -> change.row().uri() + " " + change.row().version())
                .toList();
    }
}
