package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Answers.failure;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException.Kind;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FailingDiskTest {

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
    void aCommitWhoseSyncFailsIsUnknownAndIsNotRevivedAfterwards() throws Exception {
        FencedStore store = file.open();
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        long last = 0;
        try (FailingSync failing = new FailingSync(folder)) {
            // Nobody reads, so the writer's connection is the only one to the file.
            CompletionStage<Void> append = store.append(Rows.events("pkg:a", 1, 1, epoch));
            while (failure(append) == null && last < 50_000) {
                failing.assumeThatItRuns();
                last++;
                append = store.append(Rows.events("pkg:a", last + 1, last + 1, epoch));
            }
            assertRefused(append, Kind.UNKNOWN);
            assertRefused(store.append(Rows.events("pkg:a", last + 1, last + 1, epoch)), Kind.UNKNOWN);
        }
        await(store.append(Rows.events("pkg:a", last + 1, last + 2, epoch)));
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(0, last + 2));
        assertThat(file.ask("PRAGMA integrity_check")).containsExactly("ok");
    }
}
