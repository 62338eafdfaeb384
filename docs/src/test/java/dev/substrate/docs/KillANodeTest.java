package dev.substrate.docs;

// region test
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.akka.AkkaProgram;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 3, program = KillANodeTest.Node.class)
class KillANodeTest {

    /** What each of the three processes runs: an actor system that is a member of one cluster. */
    static class Node extends AkkaProgram {

        @Override
        protected Behavior<?> guardian(NodeContext context) {
            return Behaviors.empty(); // your guardian goes here
        }
    }

    @Test
    void theOthersRemoveANodeThatIsGone(TestCluster cluster) {
        cluster.awaitReady();

        cluster.node(3).kill(); // SIGKILL

        cluster.await("two members are left", Duration.ofSeconds(60), () -> members(cluster) == 2);
        cluster.node(3).start();
        cluster.await("it is back", Duration.ofSeconds(60), () -> members(cluster) == 3);
    }

    /** What runs in the braces runs inside node 1, in its process; what it returns travels back. */
    private static int members(TestCluster cluster) {
        return cluster.node(1)
                .call(context -> Cluster.get(AkkaProgram.system(context))
                        .state()
                        .members()
                        .size());
    }
}
// endregion
