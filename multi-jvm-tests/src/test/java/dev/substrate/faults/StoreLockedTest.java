package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits while the store is locked, up to the bounds and beyond the deadline, and what becomes of it afterwards. */
@Tag("cluster")
class StoreLockedTest {

    private static final RecordType<Json> TYPE = RecordType.json("locked");
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void whatIsTurnedAwayBeforeARecordUntilItsDeadlineIsBusyAndNeverWritten() throws Exception {
        try (InProcessNode node = start("substrate.record.waiting-max = 4")) {
            Dht dht = Records.on(node.node());
            RecordKey<Json> key = TYPE.key("hot");
            dht.put(key, new Json("0")).toCompletableFuture().join().orThrow();

            List<WriteOutcome<Json>> outcomes = whileLocked(() -> IntStream.rangeClosed(1, 20)
                    .mapToObj(i -> dht.put(key, new Json("" + i)).toCompletableFuture())
                    .toList());

            assertThat(outcomes)
                    .filteredOn(WriteOutcome.Unknown.class::isInstance)
                    .isNotEmpty();
            assertThat(outcomes)
                    .filteredOn(WriteOutcome.Busy.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(busy -> assertThat(busy.explain())
                            .startsWith("Nothing was written")
                            .contains("substrate.record.waiting-max"));
            assertThat(outcomes).allMatch(o -> o instanceof WriteOutcome.Busy || o instanceof WriteOutcome.Unknown);
            WriteOutcome.Written<Json> last = written(dht, key, "last");
            long unknown = outcomes.stream()
                    .filter(WriteOutcome.Unknown.class::isInstance)
                    .count();
            assertThat(last.version() - 2).as("writes that came through late").isBetween(0L, unknown);
        }
    }

    @Test
    void whatIsTurnedAwayBeforeTheStoreUntilItsDeadlineIsBusyAndNeverWritten() throws Exception {
        try (InProcessNode node = start("substrate { shards.number = 4, sqlite.writes-waiting-max = 10 }")) {
            Dht dht = Records.on(node.node());
            for (int i = 0; i < 20; i++) {
                written(dht, TYPE.key("to own shard of " + i), "0");
            }

            List<WriteOutcome<Json>> outcomes = whileLocked(() -> IntStream.range(0, 60)
                    .mapToObj(i -> dht.put(TYPE.key("k" + i), new Json("1")).toCompletableFuture())
                    .toList());

            written(dht, TYPE.key("after"), "1");
            List<WriteOutcome<Json>> busy = outcomes.stream()
                    .filter(WriteOutcome.Busy.class::isInstance)
                    .toList();
            assertThat(busy).hasSizeGreaterThan(20).allSatisfy(outcome -> {
                assertThat(outcome.explain()).contains("substrate.sqlite.writes-waiting-max");
                RecordKey<Json> key = TYPE.key(outcome.uri().id());
                assertThat(dht.get(key).toCompletableFuture().join()).isEmpty();
            });
            assertThat(outcomes).allMatch(o -> o instanceof WriteOutcome.Busy || o instanceof WriteOutcome.Unknown);
        }
    }

    @Test
    void aWriteThatIsDoneAfterItsDeadlineIsFoundByItsRequestId() throws Exception {
        try (InProcessNode node = start("")) {
            Dht dht = Records.on(node.node());
            RecordKey<Json> key = TYPE.key("late");
            written(dht, key, "0");
            WriteOptions mine = WriteOptions.none().requestId(new RequestId("mine"));

            assertThat(whileLocked(
                            () -> List.of(dht.put(key, new Json("1"), mine).toCompletableFuture())))
                    .singleElement()
                    .isInstanceOf(WriteOutcome.Unknown.class);

            await().atMost(BACK_WITHIN)
                    .until(() -> dht.getAny(key)
                                    .toCompletableFuture()
                                    .join()
                                    .orElseThrow()
                                    .version()
                            == 2);
            assertThat(dht.put(key, new Json("1"), mine).toCompletableFuture().join())
                    .isInstanceOfSatisfying(WriteOutcome.Written.class, repeated -> {
                        assertThat(repeated.repeated()).isTrue();
                        assertThat(repeated.version()).isEqualTo(2);
                    });
        }
    }

    private interface Question {
        List<CompletableFuture<WriteOutcome<Json>>> ask();
    }

    /** Lets nobody else write, as a person does who forgets a transaction in a shell, until all that is asked has ended. */
    private List<WriteOutcome<Json>> whileLocked(Question question) throws Exception {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = shell.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            return ends(question.ask());
        }
    }

    private InProcessNode start(String config) {
        return InProcessNode.startReady(
                1, folder, folder.resolve("store.db"), "substrate.record.request-deadline = 2s\n" + config);
    }

    private static List<WriteOutcome<Json>> ends(List<CompletableFuture<WriteOutcome<Json>>> writes) throws Exception {
        List<WriteOutcome<Json>> outcomes = new ArrayList<>();
        for (CompletableFuture<WriteOutcome<Json>> write : writes) {
            outcomes.add(write.get(2_000 + SLACK.toMillis(), TimeUnit.MILLISECONDS));
        }
        return outcomes;
    }

    private static WriteOutcome.Written<Json> written(Dht dht, RecordKey<Json> key, String entity) {
        Json json = new Json('"' + entity + '"');
        List<WriteOutcome<Json>> outcomes = new ArrayList<>();
        await().atMost(BACK_WITHIN).until(() -> {
            outcomes.add(dht.put(key, json).toCompletableFuture().join());
            return outcomes.get(outcomes.size() - 1) instanceof WriteOutcome.Written;
        });
        return outcomes.get(outcomes.size() - 1).orThrow();
    }
}
