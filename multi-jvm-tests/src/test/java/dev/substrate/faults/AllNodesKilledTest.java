package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeHttp;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
@ClusterTest(nodes = 3)
class AllNodesKilledTest {

    private static final int RECORDS_PER_NODE = 100;
    private static final int WRITES_PER_RECORD = 3;
    private static final int CLIENTS = 48;
    private static final int ACKNOWLEDGED_MIN = 2_000;
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(2);

    @Test
    @Tag("soak")
    void everyAcknowledgedWriteSurvivesTheKillOfAllProcesses(TestCluster cluster) throws Exception {
        cluster.awaitReady();

        List<CompletableFuture<Map<String, Counter.Seen>>> writers = cluster.nodes().stream()
                .map(node -> node.callAsync(AllNodesKilledTest::writeAll))
                .toList();
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
                .get(TimeFactor.dilate(WRITTEN_WITHIN).toMillis(), TimeUnit.MILLISECONDS);
        cluster.killAll();

        Map<String, Counter.Seen> acknowledged = new HashMap<>();
        writers.forEach(writer -> acknowledged.putAll(writer.join()));
        assertThat(acknowledged).hasSize(RECORDS_PER_NODE * cluster.nodes().size());

        cluster.startAll();
        cluster.awaitReady();

        List<String> ids = new ArrayList<>(acknowledged.keySet());
        for (NodeHandle node : cluster.nodes()) {
            Map<String, Counter.Seen> read = node.call(ctx -> Counter.getAll(ctx, ids));
            assertThat(read).as("read through node %d", node.number()).isEqualTo(acknowledged);
        }
    }

    /** The clients are outside, so they know what was acknowledged up to the very moment of the kill. */
    @Test
    void whatWasAcknowledgedWhileTheKillCameIsThereToo(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger last = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int client = 0; client < CLIENTS; client++) {
                NodeHttp http = cluster.http(client % cluster.nodes().size() + 1);
                clients.execute(() -> putUntilTheNodeIsGone(http, last, acknowledged));
            }
            cluster.await("writes are acknowledged", WRITTEN_WITHIN, () -> acknowledged.size() > ACKNOWLEDGED_MIN);
            cluster.killAll();
        } finally {
            clients.shutdown();
        }
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        cluster.startAll();
        cluster.awaitReady();

        List<String> ids = List.copyOf(acknowledged);
        Map<String, Counter.Seen> read = cluster.node(1).call(ctx -> Counter.getAll(ctx, ids));
        assertThat(read.entrySet().stream()
                        .filter(entry -> entry.getValue().version() == 0)
                        .map(Map.Entry::getKey))
                .as("acknowledged, and not there")
                .isEmpty();
    }

    private static void putUntilTheNodeIsGone(NodeHttp http, AtomicInteger last, Set<String> acknowledged) {
        try {
            while (true) {
                String id = "k" + last.incrementAndGet();
                int status = http.send(HttpRequest.newBuilder(http.uri().resolve("/api/v1/records/counter/" + id))
                                .PUT(HttpRequest.BodyPublishers.ofString("{\"value\":1}")))
                        .statusCode();
                if (status == 201) {
                    acknowledged.add(id);
                }
            }
        } catch (IOException e) {
            // The node was killed, as it should be.
            assertThat(acknowledged).isNotEmpty();
        }
    }

    /** Writes records of the node's own several times, many at once, and returns the last acknowledged state of each. */
    private static Map<String, Counter.Seen> writeAll(NodeContext context) {
        var dht = Records.on(node(context));
        List<String> ids = IntStream.range(0, RECORDS_PER_NODE)
                .mapToObj(i -> "n" + context.number() + "-" + i)
                .toList();
        var acknowledged = new HashMap<String, Counter.Seen>();
        for (int round = 1; round <= WRITES_PER_RECORD; round++) {
            long value = 1_000L * context.number() + round;
            Map<String, CompletableFuture<WriteOutcome<Counter>>> writes = new HashMap<>();
            ids.forEach(id ->
                    writes.put(id, dht.put(Counter.key(id), new Counter(value)).toCompletableFuture()));
            writes.forEach((id, write) -> acknowledged.put(
                    id, new Counter.Seen(value, write.join().orThrow().version())));
        }
        return acknowledged;
    }
}
