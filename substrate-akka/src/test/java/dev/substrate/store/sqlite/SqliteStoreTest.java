package dev.substrate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteStoreTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);

    @TempDir
    Path folder;

    private final List<FencedStore> opened = new ArrayList<>();
    private FencedStore store;

    @BeforeEach
    void open() {
        store = openStore(1000);
    }

    @AfterEach
    void close() {
        opened.forEach(FencedStore::close);
    }

    @Test
    void aRowIsReadableWithTheEnginesOwnShell() throws SQLException {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        await(store.write(row("pkg:a", 1, epoch, "{\"name\":\"zlib\"}")));
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = shell.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT uri, version, epoch, json_extract(entity, '$.name') FROM state")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("pkg:a");
            assertThat(found.getLong(2)).isEqualTo(1);
            assertThat(found.getLong(3)).isEqualTo(epoch);
            assertThat(found.getString(4)).isEqualTo("zlib");
        }
    }

    @Test
    void theWriterSyncsEveryCommitAndUsesTheWriteAheadLog() throws SQLException {
        try (Connection connection = SqliteSchema.connect(settings(10, Duration.ofSeconds(1)));
                Statement statement = connection.createStatement()) {
            try (ResultSet synchronous = statement.executeQuery("PRAGMA synchronous")) {
                assertThat(synchronous.getInt(1)).as("2 is FULL").isEqualTo(2);
            }
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
                assertThat(mode.getString(1)).isEqualTo("wal");
            }
        }
    }

    @Test
    void aVersionIsWrittenOnlyAfterTheOneBeforeIt() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        assertFailed(store.write(row("pkg:a", 2, epoch, "2")), StoreException.Kind.VERSION_CONFLICT);
        await(store.write(row("pkg:a", 1, epoch, "1")));
        assertFailed(store.write(row("pkg:a", 1, epoch, "1")), StoreException.Kind.VERSION_CONFLICT);
        assertFailed(store.write(row("pkg:a", 3, epoch, "3")), StoreException.Kind.VERSION_CONFLICT);
        await(store.write(row("pkg:a", 2, epoch, "2")));
        assertThat(await(store.read(SHARD, "pkg:a")).orElseThrow().entity()).isEqualTo("2");
    }

    @Test
    void oneRefusedWriteDoesNotHoldUpTheOthersOfItsBatch() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(store.write(row("pkg:" + i, i % 10 == 0 ? 5 : 1, epoch, "1")));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(succeeded(writes.get(i))).as("write " + i).isEqualTo(i % 10 != 0);
        }
    }

    @Test
    void aWriteIsAcknowledgedOnlyOnceItIsCommitted() throws Exception {
        FencedStore other = openStore(1000);
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        CompletionStage<Void> write;
        try (Blocker blocker = new Blocker(folder.resolve("store.db.turn"))) {
            write = store.write(row("pkg:a", 1, epoch, "1"));
            // Reads go on, also while nobody gets to write.
            assertThat(await(other.read(SHARD, "pkg:a"))).isEmpty();
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
            assertThat(write.toCompletableFuture()).isNotDone();
            blocker.release();
        }
        await(write);
        assertThat(await(other.read(SHARD, "pkg:a"))).isPresent();
    }

    @Test
    void whenTooMuchWaitsTheNextIsTurnedAwayAndTheOthersAreWritten() throws Exception {
        FencedStore small = openStore(5);
        long epoch = await(small.raiseEpoch(SHARD, "a"));
        List<CompletionStage<Void>> writes = new ArrayList<>();
        // Another process is in the turnstile, so nothing gets through.
        try (Blocker blocker = new Blocker(folder.resolve("store.db.turn"))) {
            for (int i = 0; i < 20; i++) {
                writes.add(small.write(row("pkg:" + i, 1, epoch, "1")));
            }
            long busy = writes.stream()
                    .filter(write -> write.toCompletableFuture().isCompletedExceptionally())
                    .count();
            assertThat(busy).isBetween(9L, 15L);
            blocker.release();
        }
        int written = 0;
        for (int i = 0; i < 20; i++) {
            if (succeeded(writes.get(i))) {
                written++;
                assertThat(await(small.read(SHARD, "pkg:" + i))).isPresent();
            } else {
                assertFailed(writes.get(i), StoreException.Kind.BUSY);
                assertThat(await(small.read(SHARD, "pkg:" + i))).isEmpty();
            }
        }
        assertThat(written).isBetween(5, 11);
    }

    @Test
    void aFileOfANewerSubstrateIsLeftAlone() throws SQLException {
        store.close();
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = shell.createStatement()) {
            statement.execute("PRAGMA user_version=99");
        }
        assertThatThrownBy(() -> openStore(10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Substrate");
    }

    private SqliteSettings settings(int writesWaitingMax, Duration lockTimeout) {
        return new SqliteSettings(folder.resolve("store.db"), writesWaitingMax, 1000, 100, 2, lockTimeout, false);
    }

    private FencedStore openStore(int writesWaitingMax) {
        return openStore(writesWaitingMax, Duration.ofSeconds(20));
    }

    private FencedStore openStore(int writesWaitingMax, Duration lockTimeout) {
        FencedStore another = SqliteStore.open(settings(writesWaitingMax, lockTimeout), new SimpleMeterRegistry());
        opened.add(another);
        return another;
    }

    private static StateRow row(String uri, long version, long epoch, @Nullable String entity) {
        return row(SHARD.shard(), uri, version, epoch, entity);
    }

    private static StateRow row(int shard, String uri, long version, long epoch, @Nullable String entity) {
        Instant time = Instant.parse("2026-01-01T00:00:00.123Z");
        return new StateRow(
                "record",
                uri,
                uri.substring(0, uri.indexOf(':')),
                shard,
                version,
                epoch,
                entity == null,
                time,
                time,
                "{}",
                entity);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static boolean succeeded(CompletionStage<Void> write) {
        return write.toCompletableFuture()
                .handle((done, failure) -> failure == null)
                .join();
    }

    private static void assertFailed(CompletionStage<?> stage, StoreException.Kind kind) {
        assertThatThrownBy(() -> await(stage))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
