package dev.substrate.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.substrate.cli.Run;
import dev.substrate.cli.dev.FreePorts;
import dev.substrate.node.SubstrateNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs on records say when a node's store is locked, or a row in it damaged. */
@Tag("cluster")
@Timeout(120)
class StoreTroubleTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static Path store;
    private static SubstrateNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        store = folder.resolve("store.db");
        int ports = FreePorts.before(2);
        node = SubstrateNode.start(ConfigFactory.parseString(
                """
                substrate {
                  cluster-name = "trouble"
                  record.request-deadline = %d ms
                  node { artery-port = %d, http-port = %d, data-dir = "%s", can-start-new-cluster = on }
                  sqlite.file = "%s"
                }
                """.formatted(DEADLINE.toMillis(), ports + 1, ports + 2, folder.resolve("node"), store)));
        node.awaitReady(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aLockedStoreIsAnUnknownOutcomeForWritesAndAFailureForReadsBehindThem() throws SQLException {
        assertThat(record("put", "p:idle", "1").exitCode()).isZero();
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = shell.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            Run put = record("put", "p:a", "{}", "--request-id", "mine");
            assertThat(put.exitCode()).isEqualTo(5);
            assertThat(put.err()).contains("It is not known whether 'p:a' was written", "--request-id mine");
            Run get = record("get", "p:a");
            assertThat(get.exitCode()).isEqualTo(1);
            assertThat(get.err()).contains("could not be read within " + DEADLINE.toMillis() + " ms");
            assertThat(record("get", "p:idle").out()).isEqualTo("1\n");
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> record("put", "p:a", "{}", "--request-id", "mine").exitCode() == 0);
        assertThat(record("get", "p:a").exitCode()).isZero();
        assertThat(record("put", "p:a", "{}", "--request-id", "mine").out()).contains("version 1", "done before");
    }

    @Test
    void aDamagedRecordIsAFailureAndWhereStillTellsItsOwner() throws SQLException {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = shell.createStatement()) {
            statement.execute("INSERT INTO state SELECT 'record', 'q:a', 'q', " + "q:a".hashCode() % 100
                    + ", 1, 1, coalesce(max(change), 0) + 1, 0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z',"
                    + " 'damaged', '1' FROM state");
        }

        for (Run run : new Run[] {
            record("get", "q:a"),
            record("get", "q:a", "--any"),
            record("put", "q:a", "1"),
            record("update", "q:a", "--merge", "{}"),
            record("delete", "q:a")
        }) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("'q:a' is damaged in the store", "its headers are not JSON", "repaired");
        }
        assertThat(record("where", "q:a").exitCode()).isZero();
    }

    private static Run record(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "record";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--url";
        all[args.length + 2] = "http://" + node.httpAddress();
        return Run.of(all);
    }
}
