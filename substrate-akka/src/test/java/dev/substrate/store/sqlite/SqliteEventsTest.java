package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.EventPage;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteEventsTest {

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
    void whatDoesNotFollowTheLastEventIsRefusedWhole() {
        await(store.append(Rows.events("pkg:a", 1, 3, epoch)));
        for (long first : new long[] {1, 2, 3, 5}) {
            assertRefused(
                    store.append(Rows.events("pkg:a", first, first + 4, epoch)), StoreException.Kind.VERSION_CONFLICT);
        }
        assertRefused(store.append(Rows.events("pkg:b", 2, 2, epoch)), StoreException.Kind.VERSION_CONFLICT);
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(0, 3));
        await(store.append(Rows.events("pkg:a", 4, 4, epoch)));
    }

    @Test
    void theNumberingGoesOnWhenAllEventsAreDeleted() throws SQLException {
        await(store.append(Rows.events("pkg:a", 1, 3, epoch)));
        await(store.deleteEvents(SHARD, epoch, "pkg:a", 2));
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(2, 3));
        assertPage(await(store.events(SHARD, "pkg:a", 1, 10, 10)), false, 3);

        await(store.deleteEvents(SHARD, epoch, "pkg:a", Long.MAX_VALUE));
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(3, 3));
        assertThat(file.ask("SELECT * FROM event")).isEmpty();
        await(store.deleteEvents(SHARD, epoch, "pkg:a", 1));
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(3, 3));

        assertRefused(store.append(Rows.events("pkg:a", 1, 1, epoch)), StoreException.Kind.VERSION_CONFLICT);
        await(store.append(Rows.events("pkg:a", 4, 5, epoch)));
        assertPage(await(store.events(SHARD, "pkg:a", 1, 10, 10)), false, 4, 5);
    }

    @Test
    void aLongLogIsDeletedToTheLastRow() throws SQLException {
        for (int i = 0; i < 5; i++) {
            await(store.append(Rows.events("pkg:a", i * 1000 + 1, i * 1000 + 1000, epoch)));
        }
        await(store.deleteEvents(SHARD, epoch, "pkg:a", 4500));
        assertThat(file.ask("SELECT min(sequence), count(*) FROM event")).containsExactly("4501|500");
    }

    @Test
    void rowsThatADeletionDidNotGetToAreNotSeenAndGoWithTheNext() throws SQLException {
        await(store.append(Rows.events("pkg:a", 1, 5, epoch)));
        file.shell("INSERT INTO event_log VALUES ('record', 'pkg:a', 3)");
        assertPage(await(store.events(SHARD, "pkg:a", 1, 10, 10)), false, 4, 5);
        await(store.deleteEvents(SHARD, epoch, "pkg:a", 1));
        assertThat(file.ask("SELECT sequence FROM event")).containsExactly("4", "5");
    }

    private static void assertPage(EventPage page, boolean more, long... sequences) {
        assertThat(page.events().stream().mapToLong(EventRow::sequence)).containsExactly(box(sequences));
        assertThat(page.more()).isEqualTo(more);
    }

    private static Long[] box(long... numbers) {
        return Arrays.stream(numbers).boxed().toArray(Long[]::new);
    }
}
