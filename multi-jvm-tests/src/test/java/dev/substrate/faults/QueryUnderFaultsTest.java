package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Queries on node 1 hold what matches all the while exactly once, whatever happens to the owners. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class QueryUnderFaultsTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration LOAD_ENDS_WITHIN = Duration.ofSeconds(60);
    private static final int QUERIES_BETWEEN_FAULTS = 6;

    @Test
    void everyQueryHoldsWhatMatchesThroughoutOnceWhileRecordsChangeAndOwnersAreKilled(TestCluster cluster)
            throws Exception {
        cluster.awaitReady();
        NodeHandle asker = cluster.node(1);
        asker.call(QueryLoad::fill);
        CompletableFuture<QueryLoad.Tally> load = asker.callAsync(QueryLoad::run);
        awaitMore(cluster, asker);

        cluster.node(2).kill();
        awaitMore(cluster, asker);
        cluster.node(2).start();
        cluster.node(2).awaitReady(WITHIN);
        cluster.node(3).kill();
        awaitMore(cluster, asker);

        asker.call(QueryLoad::stop);
        QueryLoad.Tally tally = load.get(LOAD_ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        System.out.println(tally.endings());
        assertThat(tally.faults()).isEmpty();
        assertThat(tally.endings().get("query complete")).isGreaterThanOrEqualTo(3 * QUERIES_BETWEEN_FAULTS);
    }

    private static void awaitMore(TestCluster cluster, NodeHandle asker) {
        int enough = asker.call(QueryLoad::complete) + QUERIES_BETWEEN_FAULTS;
        cluster.await("more queries are complete", WITHIN, () -> asker.call(QueryLoad::complete) >= enough);
    }
}
