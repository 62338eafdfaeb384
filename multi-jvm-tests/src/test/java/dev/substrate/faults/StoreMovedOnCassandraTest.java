package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHttp;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is different where a write is in the store before its epoch is looked at. */
@Tag("cluster")
@ClusterTest(nodes = 2, store = Store.CASSANDRA)
class StoreMovedOnCassandraTest {

    private static final int NAMES = 40;

    @Test
    void versionsArePutBackAndNoNewNameBeginsBelowWhatWasPurgedElsewhere(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        // Owners know their shards, and that nothing was purged in them.
        for (int i = 0; i < NAMES; i++) {
            assertThat(put(cluster.http(1), "before" + i).statusCode()).isEqualTo(201);
        }
        String lines = IntStream.range(0, NAMES)
                .mapToObj(i -> "{\"id\":\"pkg:old" + i + "\",\"version\":" + (i + 1) + ",\"typeVersion\":1,"
                        + "\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-01T00:00:00Z\","
                        + "\"tombstone\":false,\"entity\":{}}\n")
                .collect(Collectors.joining());

        String outcomes = post(cluster.http(2), "/api/v1/store/records", lines).body();
        HttpResponse<String> raised = post(cluster.http(1), "/api/v1/store/purged", "{\"version\":500}");

        assertThat(outcomes.lines()).hasSize(NAMES).allMatch(line -> line.contains("\"restored\""));
        assertThat(raised.statusCode()).as(raised.body()).isEqualTo(200);
        for (int i = 0; i < NAMES; i++) {
            assertThat(put(cluster.http(1 + i % 2), "new" + i).headers().firstValue("ETag"))
                    .as("new%s", i)
                    .contains("\"501\"");
            assertThat(put(cluster.http(2), "old" + i).headers().firstValue("ETag"))
                    .contains("\"" + (i + 2) + "\"");
        }
        assertThat(post(cluster.http(2), "/api/v1/store/records", lines).body().lines())
                .hasSize(NAMES)
                .allMatch(line -> line.contains("\"kept\""));
        assertThat(post(cluster.http(1), "/api/v1/store/purged", "{\"version\":400}")
                        .body())
                .contains("\"shards\":0");
    }

    private static HttpResponse<String> put(NodeHttp http, String id) throws IOException {
        return http.send(HttpRequest.newBuilder(http.uri().resolve("/api/v1/records/pkg/" + id))
                .PUT(BodyPublishers.ofString("{\"a\":1}")));
    }

    private static HttpResponse<String> post(NodeHttp http, String path, String body) throws IOException {
        return http.send(HttpRequest.newBuilder(http.uri().resolve(path)).POST(BodyPublishers.ofString(body)));
    }
}
