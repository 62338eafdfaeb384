package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.substrate.dht.Records;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Rows that cannot be read: their records say so at once, write nothing, and serve again once the rows are repaired. */
@Tag("cluster")
class DamagedRecordTest {

    /** Far below the deadline of an operation, which is what a record that does not start would take. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final Duration REPAIRED_WITHIN = Duration.ofSeconds(20);
    private static final RecordType<Json> ROWS = RecordType.json("row");
    private static final RecordKey<Json> OTHER = ROWS.key("other");

    private static Path store;
    private static InProcessNode node;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RecordEntity.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeAll
    static void start(@TempDir Path folder) {
        store = folder.resolve("store.db");
        node = InProcessNode.startReady(1, folder, store, "");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void listen() throws Exception {
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        sql("DELETE FROM state");
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @CsvSource({
        "a, version = 'x'",
        "b, headers = 'this is not JSON'",
        "c, 'headers = ''{\"requests\":[{}]}'''",
        "d, entity = 'nonsense'",
        "e, entity = x'00ff'",
        "f, tombstone = 1"
    })
    void everythingIsRefusedAtOnceAndNothingIsWritten(String id, String damage) throws Exception {
        RecordKey<Json> key = ROWS.key(id);
        String before = insert(id, damage);
        Dht dht = Records.on(node.node());

        assertThatThrownBy(() -> within(dht.get(key)))
                .cause()
                .isInstanceOf(RecordDamagedException.class)
                .hasMessageContainingAll("'row:" + id + "'", "repaired", "docs/operating.md");
        assertThatThrownBy(() -> within(dht.getAny(key))).hasCauseInstanceOf(RecordDamagedException.class);
        WriteOptions named = WriteOptions.none().requestId(new RequestId("mine"));
        for (WriteOutcome<Json> outcome : List.of(
                within(dht.put(key, new Json("1"))),
                within(dht.put(key, new Json("1"), WriteOptions.none().ifVersion(3))),
                within(dht.putIfAbsent(key, new Json("1"))),
                within(dht.delete(key)),
                within(dht.update(key, current -> new Json("1"))),
                within(dht.update(key, current -> new Json("1"), named)))) {
            assertThat(outcome).isInstanceOf(WriteOutcome.Damaged.class);
            assertThat(outcome.explain()).startsWith("Nothing was written: 'row:" + id + "' is damaged");
        }
        assertThat(row(id)).isEqualTo(before);
        within(dht.put(OTHER, new Json("2"))).orThrow();
        assertThat(within(dht.get(OTHER))).isPresent();
    }

    @Test
    void overHttpItIsAProblemOfItsOwn() throws Exception {
        insert("x", "headers = 'this is not JSON'");
        String record = "/api/v1/records/row/x";

        for (HttpResponse<String> refused : List.of(
                send(request(record)),
                send(request(record + "?consistency=any")),
                send(request(record).PUT(BodyPublishers.ofString("{}"))),
                send(request(record)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString("{}"))),
                send(request(record).DELETE()))) {
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).contains("/problems/record-damaged", "'row:x'", "its headers are not JSON");
        }
        assertThat(send(request(record + "/owner")).body()).contains("\"number\":1");
    }

    @ParameterizedTest
    @CsvSource({"version = 'x'", "entity = 'nonsense'"})
    void aScanNamesTheRowThatItCannotRead(String damage) throws Exception {
        insert("x", damage);

        HttpResponse<String> page = send(request("/api/v1/records?type=row"));

        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body()).contains("/problems/record-damaged", "'row:x'").doesNotContain("Nothing was written");
    }

    @Test
    void aRecordServesAgainSoonAfterItsRowWasRepairedAndIsLoggedOnceHoweverMuchItIsAskedFor() throws Exception {
        RecordKey<Json> key = ROWS.key("hot");
        insert("hot", "headers = 'this is not JSON'");
        Dht dht = Records.on(node.node());
        // Asked without a pause, so that it would stay in memory if being asked for kept it there.
        for (long end = System.nanoTime() + Duration.ofSeconds(4).toNanos(); System.nanoTime() < end; ) {
            assertThatThrownBy(() -> within(dht.get(key))).hasCauseInstanceOf(RecordDamagedException.class);
        }

        sql("UPDATE state SET headers = '{}' WHERE uri = 'row:hot'");

        long repaired = System.nanoTime();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(REPAIRED_WITHIN)
                .ignoreExceptions()
                .until(() -> within(dht.get(key)).isPresent());
        System.out.printf(
                "A repaired record served after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - repaired));
        assertThat(within(dht.put(key, new Json("5"))).orThrow().version()).isEqualTo(4);
        assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                .hasSize(2)
                .first()
                .asString()
                .contains("'row:hot' is damaged", "its headers are not JSON");
    }

    /** Inserts a row of version 3 that was damaged, and returns it as it lies there. */
    private static String insert(String id, String damage) throws SQLException {
        sql("INSERT INTO state SELECT 'record', 'row:" + id + "', 'row', " + Math.abs(("row:" + id).hashCode() % 100)
                + ", 3, 1, coalesce(max(change), 0) + 1, 0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '{}', '4'"
                + " FROM state");
        sql("UPDATE state SET " + damage + " WHERE uri = 'row:" + id + "'");
        return row(id);
    }

    private static String row(String id) throws SQLException {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = shell.createStatement();
                ResultSet found = statement.executeQuery("SELECT quote(version)||quote(epoch)||quote(tombstone)"
                        + "||quote(headers)||quote(entity) FROM state WHERE uri = 'row:" + id + "'")) {
            return found.getString(1);
        }
    }

    private static void sql(String command) throws SQLException {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = shell.createStatement()) {
            statement.executeUpdate(command);
        }
    }

    private static <T> T within(CompletionStage<T> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.toCompletableFuture().get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(AT_ONCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(node.url() + target));
    }
}
