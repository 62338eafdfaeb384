package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.CoordinatedShutdown;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.substrate.node.NodeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that finds nobody. */
@Tag("cluster")
class LonelyNodeTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void aNodeThatMayNotStartAClusterServesHealthChecksButIsNotReadyAndWritesNothing() throws Exception {
        try (InProcessNode node = InProcessNode.start(
                1, folder, folder.resolve("store.db"), "substrate.node.can-start-new-cluster = off")) {
            // Longer than a node that may start a cluster needs to do it.
            assertThatThrownBy(() -> node.node().awaitReady(Duration.ofSeconds(8)))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("not ready within");
            assertThat(Cluster.get(node.node().system()).selfMember().status()).isEqualTo(MemberStatus.removed());
            assertThat(get(node, "/alive").statusCode()).isEqualTo(200);
            assertThat(get(node, "/ready").statusCode()).isNotEqualTo(200);
            HttpResponse<String> record = get(node, "/api/v1/records/pkg/a");
            assertThat(record.statusCode()).isEqualTo(503);
            assertThat(record.body()).contains("/problems/not-ready");
        }
    }

    @Test
    void aNodeThatJoinsAClusterOnAnotherStoreEndsBeforeItOwnsAnything() throws Exception {
        try (InProcessNode first = InProcessNode.startReady(1, folder, folder.resolve("store.db"), "")) {
            String join = "substrate.node { can-start-new-cluster = off, contact-points = [\"%s\"] }"
                    .formatted(first.node().httpAddress());
            try (InProcessNode stranger = InProcessNode.start(2, folder, folder.resolve("other.db"), join)) {
                assertThatThrownBy(() -> stranger.node().awaitReady(Duration.ofSeconds(60)))
                        .isInstanceOf(NodeException.class)
                        .hasMessageContaining("ended before it was ready");
                assertThat(CoordinatedShutdown.get(stranger.node().system()).getShutdownReason())
                        .hasValueSatisfying(
                                reason -> assertThat(reason.toString()).startsWith("OtherStore"));
            }
            assertThat(shardsTaken(folder.resolve("other.db"))).isZero();

            try (InProcessNode fellow = InProcessNode.startReady(3, folder, folder.resolve("store.db"), join)) {
                assertThat(get(fellow, "/ready").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aNodeThatCountsShardsDifferentlyFromItsStoreDoesNotStart() {
        Path store = folder.resolve("store.db");
        InProcessNode.startReady(1, folder, store, "").close();
        assertThatThrownBy(() -> InProcessNode.start(2, folder, store, "substrate.shards.number = 50"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("made with 100 shards");
    }

    @Test
    void aStoreThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> InProcessNode.start(1, folder, folder.resolve("s.db"), "substrate.store = paper"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("There is no store 'paper'");
    }

    private static int shardsTaken(Path store) throws SQLException {
        try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = shell.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM shard_epoch")) {
            return count.getInt(1);
        }
    }

    private HttpResponse<String> get(InProcessNode node, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(node.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
