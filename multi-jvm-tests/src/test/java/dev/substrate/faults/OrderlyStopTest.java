package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.faults.Counter.Seen;
import dev.substrate.record.WriteOutcome;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each node in turn is told to stop while clients write, as in a rolling upgrade. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class OrderlyStopTest {

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);
    private static final int INCREMENTS = 400;

    @Test
    void eachNodeLeavesWithStatusZeroAndComesBackAsItselfAndNothingIsLost(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> "c" + i).toList();
        for (NodeHandle leaving : cluster.nodes()) {
            String nodeId = leaving.call(ctx -> node(ctx).info().id().hex());
            NodeHandle client = cluster.nodesExcept(leaving).get(0);
            long before = sum(client, ids);
            CompletableFuture<Long> acknowledged = client.callAsync(ctx -> raise(ctx, ids));
            cluster.await("the client writes", Duration.ofSeconds(20), () -> sum(client, ids) > before + 20);

            long started = System.nanoTime();
            int status = leaving.stop();

            assertThat(status).as("exit status of node %d", leaving.number()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("time that node %d took to stop", leaving.number())
                    .isLessThan(TimeFactor.dilate(STOPPED_WITHIN));
            long count =
                    acknowledged.get(TimeFactor.dilate(Duration.ofMinutes(2)).toMillis(), TimeUnit.MILLISECONDS);
            assertThat(sum(client, ids)).isEqualTo(before + count);
            assertThat(count)
                    .as("no increment was refused or of unknown outcome")
                    .isEqualTo(INCREMENTS);

            leaving.start();
            cluster.awaitReady();
            String sameId = leaving.call(ctx -> node(ctx).info().id().hex());
            assertThat(sameId).isEqualTo(nodeId);
        }
    }

    private static long raise(NodeContext context, List<String> ids) {
        long acknowledged = 0;
        for (int i = 0; i < INCREMENTS; i++) {
            if (Counter.increment(context, ids.get(i % ids.size())) instanceof WriteOutcome.Written) {
                acknowledged++;
            }
        }
        return acknowledged;
    }

    private static long sum(NodeHandle node, List<String> ids) {
        List<String> all = List.copyOf(ids);
        return node.call(ctx -> all.stream()
                .map(id -> Counter.get(ctx, id))
                .mapToLong(Seen::value)
                .sum());
    }
}
