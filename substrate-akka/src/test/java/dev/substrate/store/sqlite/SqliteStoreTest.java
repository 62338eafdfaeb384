package dev.substrate.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
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
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    void epochsRiseByOneAndOutliveTheProcess() {
        assertThat(await(store.raiseEpoch(SHARD, "a"))).isEqualTo(1);
        assertThat(await(store.raiseEpoch(SHARD, "b"))).isEqualTo(2);
        store.close();
        assertThat(await(openStore(1000).raiseEpoch(SHARD, "c"))).isEqualTo(3);
        assertThat(await(openStore(1000).raiseEpoch(new ShardKey("record", 8), "c")))
                .isEqualTo(1);
    }

    @Test
    void aRowComesBackAsItWasWritten() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        StateRow row = row("pkg:ä+b~c", 1, epoch, "{\"x\": \"ü😀\", \"n\": 1.10}");
        await(store.write(row));
        assertThat(await(store.read(SHARD, "pkg:ä+b~c"))).contains(row);
        assertThat(await(store.read(SHARD, "pkg:other"))).isEmpty();
        assertThat(await(store.read(new ShardKey("other", 7), "pkg:ä+b~c"))).isEmpty();
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
    void ofTwoOwnersOnlyTheOneWithTheHigherEpochCanWrite() {
        FencedStore other = openStore(1000);
        long mine = await(store.raiseEpoch(SHARD, "a"));
        await(store.write(row("pkg:a", 1, mine, "1")));
        long theirs = await(other.raiseEpoch(SHARD, "b"));

        assertFenceLost(store.write(row("pkg:a", 2, mine, "2")));
        assertFenceLost(store.write(row("pkg:new", 1, mine, "2")));
        assertThat(await(store.confirm(SHARD, mine))).isFalse();
        assertThat(await(other.confirm(SHARD, theirs))).isTrue();
        await(other.write(row("pkg:a", 2, theirs, "3")));

        assertThat(await(store.read(SHARD, "pkg:a")).orElseThrow().entity()).isEqualTo("3");
        assertThat(await(store.read(SHARD, "pkg:new"))).isEmpty();
    }

    @Test
    void anEpochThatWasNeverTakenCannotWrite() {
        assertFenceLost(store.write(row("pkg:a", 1, 0, "1")));
        assertFenceLost(store.write(row("pkg:a", 1, 1, "1")));
        await(store.raiseEpoch(SHARD, "a"));
        assertFenceLost(store.write(row("pkg:a", 1, 2, "1")));
    }

    @Test
    void aWriteThatWasUnderWayWhenTheFenceWasLostIsRefusedToo() {
        FencedStore other = openStore(1000);
        long mine = await(store.raiseEpoch(SHARD, "a"));
        await(store.write(row("pkg:a", 1, mine, "0")));
        CompletionStage<Long> theirs = other.raiseEpoch(SHARD, "b");
        List<CompletionStage<Void>> late = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            late.add(store.write(row("pkg:late-" + i, 1, mine, "1")));
        }
        long epoch = await(theirs);
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < late.size(); i++) {
            if (succeeded(late.get(i))) {
                acknowledged.add("pkg:late-" + i);
            }
        }
        // Whatever the new owner does not see now was not acknowledged, and never will be.
        for (String uri : acknowledged) {
            assertThat(await(other.read(SHARD, uri))).as(uri).isPresent();
        }
        assertFenceLost(store.write(row("pkg:a", 2, mine, "1")));
        await(other.write(row("pkg:a", 2, epoch, "1")));
    }

    @Test
    void ownersThatTakeTurnsLoseNoAcknowledgedWrite() throws Exception {
        int owners = 3;
        int shards = 4;
        AtomicInteger[] acknowledged = new AtomicInteger[shards];
        for (int i = 0; i < shards; i++) {
            acknowledged[i] = new AtomicInteger();
        }
        ExecutorService threads = Executors.newFixedThreadPool(owners);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int owner = 0; owner < owners; owner++) {
                FencedStore own = openStore(1000);
                Random random = new Random(owner);
                ends.add(threads.submit(() -> {
                    for (int turn = 0; turn < 40; turn++) {
                        int number = random.nextInt(shards);
                        ShardKey shard = new ShardKey("record", number);
                        long epoch = await(own.raiseEpoch(shard, "owner"));
                        String uri = "counter:" + number;
                        long version = await(own.read(SHARD, uri))
                                .map(StateRow::version)
                                .orElse(0L);
                        for (int write = 0; write < 5; write++) {
                            if (!succeeded(own.write(row(number, uri, ++version, epoch, "" + version)))) {
                                break;
                            }
                            acknowledged[number].incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int number = 0; number < shards; number++) {
            StateRow row = await(store.read(SHARD, "counter:" + number)).orElseThrow();
            assertThat(row.version()).isEqualTo(acknowledged[number].get());
            assertThat(row.entity()).isEqualTo("" + row.version());
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
    void aScanPagesInOrderWithoutTombstonesAndWithinItsPrefix() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        for (String uri : List.of("pkg:b", "pkg:a", "pkg:ba", "pkg:ä", "pkg:c", "pkgs:b", "pkg:bb")) {
            await(store.write(row(uri, 1, epoch, "1")));
        }
        await(store.write(row("pkg:ba", 2, epoch, null)));

        assertThat(uris(scan("pkg:", null, 100))).containsExactly("pkg:a", "pkg:b", "pkg:bb", "pkg:c", "pkg:ä");
        assertThat(uris(scan("pkg:b", null, 100))).containsExactly("pkg:b", "pkg:bb");
        StatePage first = scan("pkg:", null, 2);
        assertThat(uris(first)).containsExactly("pkg:a", "pkg:b");
        assertThat(first.more()).isTrue();
        StatePage last = scan("pkg:", "pkg:b", 3);
        assertThat(uris(last)).containsExactly("pkg:bb", "pkg:c", "pkg:ä");
        assertThat(last.more()).isFalse();
    }

    @Test
    void aPageOfLargeEntitiesEndsEarly() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        for (int i = 0; i < 5; i++) {
            await(store.write(row("pkg:" + i, 1, epoch, '"' + "x".repeat(1000) + '"')));
        }
        StatePage page = await(store.scan(new StateScan("record", "pkg", "pkg:", null, 100, 2500)));
        assertThat(page.rows()).hasSize(2);
        assertThat(page.more()).isTrue();
        assertThat(await(store.scan(new StateScan("record", "pkg", "pkg:", null, 100, 1)))
                        .rows())
                .as("at least one row, else a scan would never end")
                .hasSize(1);
    }

    @Test
    void theFirstToNameAValueDecidesIt() {
        assertThat(await(store.agree("number-of-shards", "100"))).isEqualTo("100");
        assertThat(await(openStore(10).agree("number-of-shards", "50"))).isEqualTo("100");
    }

    @Test
    void aProbeWorksAgainAndAgain() {
        await(store.probe("node-1"));
        await(store.probe("node-1"));
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
    void aStoreThatIsLockedAwayRefusesAndRecoversByItself() throws Exception {
        store = openStore(100, Duration.ofMillis(300));
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        try (Connection intruder = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = intruder.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertFailed(store.write(row("pkg:a", 1, epoch, "1")), StoreException.Kind.UNAVAILABLE);
            statement.execute("ROLLBACK");
        }
        assertThat(await(store.read(SHARD, "pkg:a"))).isEmpty();
        await(store.write(row("pkg:a", 1, epoch, "1")));
    }

    @Test
    void aClosedStoreAnswersEverythingWithARefusal() {
        store.close();
        assertFailed(store.probe("a"), StoreException.Kind.UNAVAILABLE);
        assertFailed(store.read(SHARD, "pkg:a"), StoreException.Kind.UNAVAILABLE);
        assertFailed(store.confirm(SHARD, 1), StoreException.Kind.UNAVAILABLE);
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

    private StatePage scan(String prefix, @Nullable String after, int rows) {
        return await(store.scan(new StateScan("record", "pkg", prefix, after, rows, 1 << 20)));
    }

    private static List<String> uris(StatePage page) {
        return page.rows().stream().map(StateRow::uri).toList();
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

    private static void assertFenceLost(CompletionStage<?> stage) {
        assertThatThrownBy(() -> await(stage))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(FenceLostException.class);
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
