package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.Partitions;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients of all nodes read and write while the network falls apart: one order must explain what they saw, whoever believed to
 * own what. {@code -Dsubstrate.faults.partitions=10} repeats it, {@code -Dsubstrate.faults.partition.seconds=40} holds each for longer.
 */
@Tag("cluster")
class PartitionsTest {

    private static final int TIMES = Integer.getInteger("substrate.faults.partitions", 1);
    static final Duration CUT = Duration.ofSeconds(Integer.getInteger("substrate.faults.partition.seconds", 14));
    private static final Duration OPERATION_WITHIN = Duration.ofSeconds(5);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

    @Test
    @ClusterTest(nodes = 3, network = NetworkKind.PROXY)
    void twoAndOne(TestCluster cluster) throws Exception {
        trial(cluster, each(Partitions.split(1, CUT)));
    }

    @Test
    @ClusterTest(nodes = 3, network = NetworkKind.PROXY)
    @Tag("soak")
    void oneWay(TestCluster cluster) throws Exception {
        trial(cluster, each(Partitions.oneWay(CUT)));
    }

    @Test
    @ClusterTest(nodes = 3, network = NetworkKind.PROXY)
    @Tag("soak")
    void flapping(TestCluster cluster) throws Exception {
        trial(cluster, each(Partitions.flapping(CUT)));
    }

    @Test
    @ClusterTest(nodes = 5, network = NetworkKind.PROXY)
    @Tag("soak")
    void threeAndTwoThenABridge(TestCluster cluster) throws Exception {
        trial(cluster, Nemesis.sequence(each(Partitions.split(2, CUT)), each(Partitions.bridge(CUT))));
    }

    /** Until all are back: what comes next meets a whole cluster. */
    static Nemesis each(Nemesis partition) {
        return Nemesis.sequence(Nemesis.quiet(Duration.ofSeconds(1)), partition, Nemesis.recovery(BACK_WITHIN));
    }

    static void trial(TestCluster cluster, Nemesis partitions) throws Exception {
        cluster.awaitReady();
        Trial.of(cluster)
                .clients(
                        6,
                        number -> RecordRegisters.of(
                                cluster.node(number % cluster.nodes().size() + 1), OPERATION_WITHIN))
                .workload(Workloads.registers(20, 50))
                .nemesis(Nemesis.repeat(TIMES, partitions))
                .heal(healed -> healed.network().heal())
                .check(Linearizability.of(new RegisterModel()))
                .run();
    }
}
