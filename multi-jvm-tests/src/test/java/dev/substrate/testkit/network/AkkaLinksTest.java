package dev.substrate.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.akka.AkkaProgram;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plain Akka cluster sees what is done to its links. */
@Tag("cluster")
@ClusterTest(
        nodes = 3,
        program = AkkaLinksTest.Idle.class,
        network = NetworkKind.PROXY,
        // Nobody is to be downed here.
        config = "akka.cluster.split-brain-resolver.stable-after = 10 minutes")
class AkkaLinksTest {

    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);

    static final class Idle extends AkkaProgram {

        @Override
        protected Behavior<?> guardian(NodeContext context) {
            return Behaviors.empty();
        }
    }

    @Test
    void anIsolatedNodeIsUnreachableUntilTheHeal(TestCluster cluster) {
        cluster.awaitReady();

        cluster.network().isolate(3);
        cluster.await("node 3 is missed", NOTICED_WITHIN, () -> unreachable(cluster.node(1)) == 1);
        cluster.await("node 3 misses both", NOTICED_WITHIN, () -> unreachable(cluster.node(3)) == 2);

        cluster.network().heal();
        cluster.awaitReady();
        assertThat(cluster.events()).anyMatch(line -> line.endsWith("isolate node 3"));
    }

    @Test
    void aCutOfOneDirectionIsNoticed(TestCluster cluster) {
        cluster.awaitReady();

        // What node 2 says never arrives at node 1, so node 1 misses its heartbeats.
        cluster.network().oneWay(2, 1);
        cluster.await("node 2 is missed", NOTICED_WITHIN, () -> unreachable(cluster.node(1)) == 1);

        cluster.network().heal();
        cluster.awaitReady();
    }

    private static int unreachable(NodeHandle node) {
        return node.call(context -> Cluster.get(AkkaProgram.system(context))
                .state()
                .getUnreachable()
                .size());
    }
}
