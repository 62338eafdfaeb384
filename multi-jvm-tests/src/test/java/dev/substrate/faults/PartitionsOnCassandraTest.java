package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.Partitions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network of the nodes falls apart as in {@link PartitionsTest}; all of them reach their Cassandra. */
@Tag("cluster")
@Tag("soak")
class PartitionsOnCassandraTest {

    @Test
    @ClusterTest(nodes = 3, store = Store.CASSANDRA, network = NetworkKind.PROXY)
    void twoAndOneThenOneWay(TestCluster cluster) throws Exception {
        PartitionsTest.trial(
                cluster,
                Nemesis.sequence(
                        PartitionsTest.each(Partitions.split(1, PartitionsTest.CUT)),
                        PartitionsTest.each(Partitions.oneWay(PartitionsTest.CUT))));
    }

    @Test
    @ClusterTest(nodes = 3, store = Store.CASSANDRA, network = NetworkKind.PROXY)
    void flapping(TestCluster cluster) throws Exception {
        PartitionsTest.trial(cluster, PartitionsTest.each(Partitions.flapping(PartitionsTest.CUT)));
    }

    @Test
    @ClusterTest(nodes = 5, store = Store.CASSANDRA, network = NetworkKind.PROXY)
    void threeAndTwoThenABridge(TestCluster cluster) throws Exception {
        PartitionsTest.trial(
                cluster,
                Nemesis.sequence(
                        PartitionsTest.each(Partitions.split(2, PartitionsTest.CUT)),
                        PartitionsTest.each(Partitions.bridge(PartitionsTest.CUT))));
    }
}
