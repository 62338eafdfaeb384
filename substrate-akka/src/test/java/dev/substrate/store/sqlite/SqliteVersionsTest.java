package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.VersionPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract of versions does not know: that the index of the table has stretches. */
@Timeout(60)
class SqliteVersionsTest {

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);
    private static final ShardKey OTHER = new ShardKey(SHARD.entityType(), SHARD.shard() + 1);

    /** Of the other shard, between each two of this one. */
    private static final int BETWEEN = 4;

    private static final int VERSIONS = 700;

    @TempDir
    Path folder;

    private SqliteFile file;
    private FencedStore store;

    /** Writes over several stretches, most of them to another shard. */
    @BeforeEach
    void write() {
        file = new SqliteFile(folder);
        store = file.open();
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        long otherEpoch = await(store.raiseEpoch(OTHER, "a"));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int version = 1; version <= VERSIONS; version++) {
            writes.add(store.write(Rows.state("pkg:a", version, epoch, "1"), KEPT_FOR)
                    .toCompletableFuture());
            for (int i = 0; i < BETWEEN; i++) {
                writes.add(store.write(other(Rows.state("pkg:o" + i, version, otherEpoch, "1")), KEPT_FOR)
                        .toCompletableFuture());
            }
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
        assertThat(await(store.logEnd(SHARD))).isGreaterThan(3 * SqliteSchema.CHANGES_PER_STRETCH);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void aLogIsReadOverAllStretches() {
        List<Long> read = new ArrayList<>();
        long after = 0;
        VersionPage page;
        do {
            page = await(store.log(SHARD, after, 99));
            page.versions().forEach(kept -> read.add(kept.row().version()));
            after = page.next();
        } while (page.more());
        assertThat(read).containsExactlyElementsOf(allFrom(1));
    }

    @Test
    void aLogIsReadFromTheLastChangeOfAStretchAndFromTheFirst() {
        for (long after = SqliteSchema.CHANGES_PER_STRETCH - 2;
                after <= SqliteSchema.CHANGES_PER_STRETCH + 1;
                after++) {
            VersionPage page = await(store.log(SHARD, after, 1));
            // Every fifth change is of this shard, the first one included.
            long version = (after + BETWEEN) / (BETWEEN + 1) + 1;
            assertThat(page.versions()).extracting(kept -> kept.row().version()).containsExactly(version);
        }
    }

    @Test
    void theVersionsOfAnEntityAreReadOverAllStretches() {
        List<Long> read = new ArrayList<>();
        long from = 3;
        VersionPage page;
        do {
            page = await(store.versions(SHARD, "pkg:a", from, 150));
            page.versions().forEach(kept -> read.add(kept.row().version()));
            from = page.next();
        } while (page.more());
        assertThat(read).containsExactlyElementsOf(allFrom(3));
    }

    private static List<Long> allFrom(long first) {
        return LongStream.rangeClosed(first, VERSIONS).boxed().toList();
    }

    private static StateRow other(StateRow row) {
        return new StateRow(
                row.entityType(),
                row.uri(),
                row.type(),
                OTHER.shard(),
                row.version(),
                row.epoch(),
                row.tombstone(),
                row.created(),
                row.modified(),
                row.headers(),
                row.entity());
    }
}
