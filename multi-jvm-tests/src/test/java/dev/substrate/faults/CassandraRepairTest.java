package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.substrate.testkit.CassandraHandle;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHttp;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A damaged row in Cassandra, repaired as docs/operating.md says. */
@Tag("cluster")
@ClusterTest(nodes = 1, store = Store.CASSANDRA)
class CassandraRepairTest {

    private static final String PATH = "/api/v1/records/user/anna";
    private static final Duration SERVES_WITHIN = Duration.ofSeconds(20);

    @Test
    void aRowThatIsRepairedUnderTheStampBelowTheOwnersServesAndIsWrittenAgain(TestCluster cluster) throws Exception {
        NodeHttp http = cluster.http(1);
        cluster.awaitReady();
        assertThat(put(http, "{\"n\":1}").statusCode()).isEqualTo(201);
        try (CqlSession shell = shell(cluster.cassandra())) {
            Row before = row(shell);
            shell.execute(
                    "DELETE headers FROM state USING TIMESTAMP " + before.getLong("writetime(type)") + where(before));
            cluster.node(1).restart();
            cluster.awaitReady();
            cluster.await(
                    "the record says that it is damaged",
                    SERVES_WITHIN,
                    () -> http.get(PATH).statusCode() == 500);
            assertThat(http.get(PATH).body()).contains("record-damaged", "user:anna", "headers is empty");
            HttpResponse<String> page = http.get("/api/v1/records?type=user");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body()).contains("record-damaged", "user:anna");
            assertThat(put(http, "{}").body()).contains("record-damaged", "Nothing was written");

            long epoch = epoch(shell, before.getInt("shard"));
            assertThat(before.getLong("writetime(type)")).isLessThan(epoch << 36);
            shell.execute("UPDATE state USING TIMESTAMP " + (epoch << 36)
                    + " SET headers = '{}', entity = '{\"n\":2}', tombstone = false" + where(before));

            cluster.await(
                    "the record serves again",
                    SERVES_WITHIN,
                    () -> http.get(PATH).statusCode() == 200);
            assertThat(http.get(PATH).body()).isEqualTo("{\"n\":2}");
            assertThat(put(http, "{\"n\":3}").headers().firstValue("ETag")).contains("\"2\"");
        }
        cluster.node(1).restart();
        cluster.awaitReady();
        assertThat(http.get(PATH).body()).isEqualTo("{\"n\":3}");
    }

    private static CqlSession shell(CassandraHandle cassandra) {
        String[] address = cassandra.contactPoint().split(":", -1);
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
                .withLocalDatacenter("datacenter1")
                .withKeyspace(cassandra.keyspace())
                .build();
    }

    private static Row row(CqlSession shell) {
        return Objects.requireNonNull(shell.execute(
                        "SELECT shard, uri, epoch, writetime(type) FROM state WHERE uri = 'user:anna' ALLOW FILTERING")
                .one());
    }

    private static long epoch(CqlSession shell, int shard) {
        return Objects.requireNonNull(
                        shell.execute("SELECT epoch FROM shard_epoch WHERE entity_type = 'record' AND shard = " + shard)
                                .one())
                .getLong("epoch");
    }

    private static String where(Row row) {
        return " WHERE entity_type = 'record' AND shard = " + row.getInt("shard") + " AND uri = 'user:anna'";
    }

    private static HttpResponse<String> put(NodeHttp http, String entity) throws IOException {
        return http.send(HttpRequest.newBuilder(http.uri().resolve(PATH)).PUT(BodyPublishers.ofString(entity)));
    }
}
