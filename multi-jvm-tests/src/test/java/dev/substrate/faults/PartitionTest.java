package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.network.NetworkKind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network falls apart into two nodes and one. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(nodes = 3, network = NetworkKind.PROXY)
class PartitionTest {

    private static final int RECORDS = 20;
    private static final int EXIT_OF_A_DOWNED_NODE = 10;
    private static final Duration DOWNED_WITHIN = Duration.ofSeconds(60);
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(60);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    @Test
    void theLoneNodeEndsTheOthersGoOnAndWhatWasAcknowledgedStays(TestCluster cluster) {
        cluster.awaitReady();
        NodeHandle lone = cluster.node(3);
        for (int i = 0; i < RECORDS; i++) {
            String id = "r" + i;
            cluster.node(1 + i % 3).call(ctx -> Counter.put(ctx, id, 1));
        }

        lone.expectExit();
        cluster.network().partition(Set.of(1, 2), Set.of(3));

        assertThat(lone.awaitExit(DOWNED_WITHIN)).isEqualTo(EXIT_OF_A_DOWNED_NODE);
        for (int i = 0; i < RECORDS; i++) {
            String id = "r" + i;
            assertThat(read(cluster, cluster.node(1 + i % 2), id))
                    .as("record %s at version 1", id)
                    .isEqualTo(new Counter.Seen(1, 1));
            Counter.Seen written = cluster.node(2 - i % 2).call(ctx -> Counter.put(ctx, id, 2));
            assertThat(written).isEqualTo(new Counter.Seen(2, 2));
        }

        cluster.network().heal();
        lone.start();
        lone.awaitReady(READY_WITHIN);
        for (int i = 0; i < RECORDS; i++) {
            String id = "r" + i;
            assertThat(read(cluster, lone, id)).as("record %s at version 2", id).isEqualTo(new Counter.Seen(2, 2));
        }
    }

    /** Reads a record, as soon as it has an owner who answers. */
    private static Counter.Seen read(TestCluster cluster, NodeHandle node, String id) {
        var seen = new Counter.Seen[1];
        cluster.await("record " + id + " can be read", TAKEN_OVER_WITHIN, () -> {
            seen[0] = node.call(ctx -> Counter.get(ctx, id));
            return true;
        });
        return seen[0];
    }
}
