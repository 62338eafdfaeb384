package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.CassandraHandle;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHttp;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store goes away under a cluster that runs, and comes back. */
@Tag("cluster")
@ClusterTest(nodes = 2, store = Store.CASSANDRA)
class CassandraFaultsTest {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
    private static final int RECORDS = 50;

    @Test
    @Tag("soak")
    void whatWasAcknowledgedIsThereAfterTheStoreWasKilled(TestCluster cluster) throws Exception {
        CassandraHandle cassandra = cluster.cassandra();
        cluster.awaitReady();
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(put(cluster.http(i % 2 + 1), "k" + i, i)).isEqualTo(201);
            acknowledged.add("k" + i);
        }

        cassandra.kill();
        assertThat(isAcknowledged(cluster.http(1), "while-dead", 1)).isFalse();
        cassandra.restart();

        cluster.await("records are written again", BACK_WITHIN, () -> put(cluster.http(2), "after", 1) == 201);
        for (String id : acknowledged) {
            assertThat(get(cluster.http(1), id).body()).isEqualTo("{\"value\":" + id.substring(1) + "}");
        }
    }

    @Test
    @Tag("soak")
    void aStoreThatStallsIsWaitedForAndNobodyIsToldWhatIsNotTrue(TestCluster cluster) throws Exception {
        CassandraHandle cassandra = cluster.cassandra();
        cluster.awaitReady();
        assertThat(put(cluster.http(1), "x", 1)).isEqualTo(201);

        cassandra.pause();
        assertThat(isAcknowledged(cluster.http(1), "x", 2)).isFalse();
        cassandra.resume();

        cluster.await("the record is written again", BACK_WITHIN, () -> put(cluster.http(2), "x", 3) == 200);
        assertThat(get(cluster.http(1), "x").body()).isEqualTo("{\"value\":3}");
    }

    @Test
    void eachTestHasAKeyspaceOfItsOwn(TestCluster cluster) throws Exception {
        cluster.awaitReady();

        assertThat(get(cluster.http(1), "x").statusCode()).isEqualTo(404);
        assertThat(put(cluster.http(1), "x", 7)).isEqualTo(201);
        // Left dead: what comes next gets it back alive.
        cluster.cassandra().kill();
    }

    private static boolean isAcknowledged(NodeHttp http, String id, int value) throws IOException {
        int status = put(http, id, value);
        assertThat(status).isIn(200, 201, 503, 504);
        return status < 300;
    }

    private static int put(NodeHttp http, String id, int value) throws IOException {
        return http.send(request(http, id).PUT(HttpRequest.BodyPublishers.ofString("{\"value\":" + value + "}")))
                .statusCode();
    }

    private static HttpResponse<String> get(NodeHttp http, String id) throws IOException {
        return http.send(request(http, id).GET());
    }

    private static HttpRequest.Builder request(NodeHttp http, String id) {
        return HttpRequest.newBuilder(http.uri().resolve("/api/v1/records/counter/" + id));
    }
}
