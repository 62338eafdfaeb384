package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with rows that were changed behind its back; the way to see what an owner has in memory. */
@Tag("cluster")
class RowsTest {

    private static final RecordKey<Json> SMALL = RecordType.json("row").key("small");
    private static final RecordKey<Json> LARGE = RecordType.json("row").key("large");

    @TempDir
    Path folder;

    @Test
    void aLargeRecordLeavesTheMemoryWhenNobodyAsksForItAndASmallOneStays() throws SQLException {
        try (InProcessNode node = start()) {
            Dht dht = Records.on(node.node());
            put(dht, SMALL, "\"s\"");
            put(dht, LARGE, '"' + "x".repeat(20_000) + '"');
            change("UPDATE state SET entity=? WHERE type='row'", "\"changed\"");

            await().pollDelay(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(getAny(dht, LARGE)).isEqualTo("\"changed\""));
            assertThat(getAny(dht, SMALL)).isEqualTo("\"s\"");
        }
    }

    private InProcessNode start() {
        return InProcessNode.startReady(
                1,
                folder,
                folder.resolve("store.db"),
                "substrate.record { request-deadline = 2s, cache.entries-max = 0 }");
    }

    private void change(String sql, String value) throws SQLException {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                PreparedStatement statement = shell.prepareStatement(sql)) {
            statement.setString(1, value);
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    private static void put(Dht dht, RecordKey<Json> key, String entity) {
        dht.put(key, new Json(entity)).toCompletableFuture().join().orThrow();
    }

    private static String getAny(Dht dht, RecordKey<Json> key) {
        return dht.getAny(key)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .value()
                .text();
    }
}
