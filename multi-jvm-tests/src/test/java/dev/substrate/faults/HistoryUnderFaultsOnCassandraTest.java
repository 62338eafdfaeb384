package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on Cassandra, and Cassandra itself fails too. */
@Tag("cluster")
@ClusterTest(nodes = 3, store = Store.CASSANDRA)
class HistoryUnderFaultsOnCassandraTest extends HistoryUnderFaultsTest {

    private static final Duration CASSANDRA_PAUSED = Duration.ofSeconds(15);

    @Test
    @Tag("soak")
    @Override
    void oneOrderExplainsAllThatWasSeenWhileAnOwnerWasPaused(TestCluster cluster) throws Exception {
        super.oneOrderExplainsAllThatWasSeenWhileAnOwnerWasPaused(cluster);
    }

    @Test
    @Tag("soak")
    @Override
    void oneOrderExplainsAllThatWasSeenWhileOwnersWereKilled(TestCluster cluster) throws Exception {
        super.oneOrderExplainsAllThatWasSeenWhileOwnersWereKilled(cluster);
    }

    @Test
    void oneOrderExplainsAllThatWasSeenWhileCassandraWasKilledAndPaused(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        try (HttpLoad load = loadOn(cluster)) {
            load.start();
            awaitMore(cluster, load);
            cluster.cassandra().kill();
            cluster.cassandra().restart();
            awaitMore(cluster, load);
            cluster.cassandra().pause();
            TimeUnit.SECONDS.sleep(CASSANDRA_PAUSED.toSeconds()); // the pause is the fault itself
            cluster.cassandra().resume();
            awaitMore(cluster, load);
            check("Cassandra killed and paused", load.end());
        }
    }
}
