package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes are added under load and taken away again: nobody who tries again is turned away, and nothing is lost. */
@Tag("cluster")
@ClusterTest(nodes = 5, startedNodes = 3)
class ScaleTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void threeBecomeFiveAndThreeAgain(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        List<NodeHandle> added = List.of(cluster.node(4), cluster.node(5));

        History history = Trial.of(cluster)
                .clients(6, number -> RecordRegisters.ofAll(cluster, WITHIN))
                .workload(Workloads.registers(40, 50))
                .nemesis(run -> {
                    added.forEach(NodeHandle::start);
                    added.forEach(node -> node.awaitReady(WITHIN));
                    for (NodeHandle node : added) {
                        assertThat(node.stop()).as("exit status of " + node).isZero();
                    }
                })
                .check(Linearizability.of(new RegisterModel()))
                .run();

        assertThat(history.operations()).allMatch(operation -> operation.ending() instanceof Ending.Ok);
    }
}
