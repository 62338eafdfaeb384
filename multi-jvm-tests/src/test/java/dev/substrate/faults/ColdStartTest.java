package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five nodes that all start at the same moment, and each of which might form the cluster, form one: again and again, as
 * often as {@code -Dsubstrate.faults.cold.starts} says.
 */
@Tag("cluster")
@ClusterTest(nodes = 5)
class ColdStartTest {

    private static final int TIMES = Integer.getInteger("substrate.faults.cold.starts", 2);
    private static final Duration WITHIN = Duration.ofSeconds(90);

    @Test
    void nodesThatStartAtOnceAreOneCluster(TestCluster cluster) {
        for (int time = 1; time <= TIMES; time++) {
            cluster.awaitReady();
            cluster.await(
                    "all see each other",
                    WITHIN,
                    () -> cluster.nodes().stream()
                            .allMatch(each ->
                                    members(each).size() == cluster.nodes().size()));
            List<String> seen = members(cluster.node(1));
            for (NodeHandle each : cluster.nodes()) {
                assertThat(members(each)).as("members as %s sees them", each).isEqualTo(seen);
            }
            if (time < TIMES) {
                cluster.killAll();
                cluster.startAll();
            }
        }
    }

    private static List<String> members(NodeHandle node) {
        return node.call(ColdStartTest::membersUp);
    }

    private static List<String> membersUp(NodeContext context) {
        TreeSet<String> members = new TreeSet<>();
        for (Member member : Cluster.get(node(context).system()).state().getMembers()) {
            members.add(member.uniqueAddress() + " " + member.status());
        }
        return List.copyOf(members);
    }
}
