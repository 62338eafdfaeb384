package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five nodes that all start at the same moment, and each of which might form the cluster, form one: again and again, as
 * often as {@code -Dsubstrate.faults.cold.starts} says.
 */
@Tag("cluster")
@ClusterTest(nodes = 5)
class ColdStartTest {

    private static final int TIMES = Integer.getInteger("substrate.faults.cold.starts", 1);
    private static final Duration WITHIN = Duration.ofSeconds(90);

    @Test
    void nodesThatStartAtOnceAreOneCluster(TestCluster cluster) {
        for (int time = 1; time <= TIMES; time++) {
            cluster.awaitReady();
            cluster.await(
                    "all see each other",
                    WITHIN,
                    () -> cluster.nodes().stream()
                            .allMatch(each -> Members.asSeenBy(each).size()
                                    == cluster.nodes().size()));
            List<String> seen = Members.asSeenBy(cluster.node(1));
            for (NodeHandle each : cluster.nodes()) {
                assertThat(Members.asSeenBy(each))
                        .as("members as %s sees them", each)
                        .isEqualTo(seen);
            }
            if (time < TIMES) {
                cluster.killAll();
                cluster.startAll();
            }
        }
    }
}
