package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.FencedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTurnstileTest {

    @TempDir
    Path folder;

    private SqliteFile file;
    private FencedStore store;
    private long epoch;

    @BeforeEach
    void open() {
        file = new SqliteFile(folder);
        store = file.open(file.settings(Duration.ofMillis(300)));
        epoch = await(store.raiseEpoch(SHARD, "a"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void aProcessThatStandsStillInTheTurnstileIsPassedAfterAWhile() throws Exception {
        try (Blocker blocker = new Blocker(file.turnstile())) {
            await(store.write(Rows.state("pkg:a", 1, epoch, "1")));
            await(store.write(Rows.state("pkg:a", 2, epoch, "2")));
            blocker.release();
        }
        await(store.write(Rows.state("pkg:a", 3, epoch, "3")));
    }

    @Test
    void whoHadToPassDoesNotStayInTheTurnstileLater() throws Exception {
        try (Blocker first = new Blocker(file.turnstile())) {
            await(store.write(Rows.state("pkg:a", 1, epoch, "1")));
            first.release();
        }
        // It comes in only if the store, which waited for the turnstile all the while, let go of it again.
        try (Blocker second = new Blocker(file.turnstile())) {
            CompletionStage<Void> write = store.write(Rows.state("pkg:a", 2, epoch, "2"));
            assertThat(await(store.read(SHARD, "pkg:a"))).isPresent();
            second.release();
            await(write);
        }
        await(store.write(Rows.state("pkg:a", 3, epoch, "3")));
    }
}
