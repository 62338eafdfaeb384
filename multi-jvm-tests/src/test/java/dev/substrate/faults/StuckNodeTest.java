package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AddressFromURIString;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import dev.substrate.node.NodeMain;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that the cluster has removed, and that does not come to its end. */
@Tag("cluster")
@ClusterTest(nodes = 3, config = "substrate.node.stop-timeout = 5s")
class StuckNodeTest {

    @Test
    void aNodeThatWasRemovedEndsThoughSomethingInItDoesNot(TestCluster cluster) {
        cluster.awaitReady();
        NodeHandle stuck = cluster.node(3);
        String address = stuck.call(ctx -> {
            node(ctx).system().systemActorOf(neverStopping(), "never-stopping", Props.empty());
            return Cluster.get(node(ctx).system()).selfMember().address().toString();
        });
        stuck.expectExit();

        cluster.node(1).call(ctx -> {
            Cluster.get(node(ctx).system()).manager().tell(new Down(AddressFromURIString.parse(address)));
            return true;
        });

        assertThat(stuck.awaitExit(Duration.ofSeconds(60))).isEqualTo(NodeMain.DOWNED);
        stuck.start();
        cluster.awaitReady();
    }

    private static Behavior<Object> neverStopping() {
        return Behaviors.receive(Object.class)
                .onSignal(PostStop.class, stopped -> {
                    new CountDownLatch(1).await();
                    return Behaviors.same();
                })
                .build();
    }
}
