package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.RemoteTaskException;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.substrate.RecordOwner;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node cannot reach the store, which is well, and reaches the other node all the while. */
@Tag("cluster")
@ClusterTest(
        nodes = 2,
        store = Store.CASSANDRA,
        network = NetworkKind.PROXY,
        config = "substrate.record.request-deadline = 5s")
class StoreLinkTest {

    private static final int IDS_TRIED_MAX = 1_000;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    @Test
    void onlyWhatTheNodeWithoutAStoreOwnsCannotBeWritten(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        String ofFirst = ownedBy(cluster, 1);
        String ofSecond = ownedBy(cluster, 2);
        for (NodeHandle node : cluster.nodes()) {
            node.call(ctx -> Counter.put(ctx, ofFirst, 1));
            node.call(ctx -> Counter.put(ctx, ofSecond, 1));
        }

        cluster.network().link(1, TestCluster.STORE_SERVICE).cut();

        for (NodeHandle node : cluster.nodes()) {
            assertThat(node.call(ctx -> Counter.put(ctx, ofSecond, 2)).value()).isEqualTo(2);
            assertThatThrownBy(() -> node.call(ctx -> Counter.put(ctx, ofFirst, 2)))
                    .isInstanceOf(RemoteTaskException.class);
        }

        cluster.network().heal();
        for (NodeHandle node : cluster.nodes()) {
            cluster.await(
                    "it can be written again",
                    BACK_WITHIN,
                    () -> node.call(ctx -> Counter.put(ctx, ofFirst, 3)).value() == 3);
        }
    }

    private static String ownedBy(TestCluster cluster, int number) {
        return IntStream.range(0, IDS_TRIED_MAX)
                .mapToObj(i -> "r" + i)
                .filter(id -> owner(cluster, id) == number)
                .findFirst()
                .orElseThrow();
    }

    private static int owner(TestCluster cluster, String id) {
        var owner = new int[1];
        cluster.await("somebody owns " + id, BACK_WITHIN, () -> {
            // An owner is known after the first question for the record.
            cluster.node(1).call(ctx -> Counter.get(ctx, id));
            owner[0] = RecordOwner.of(cluster.http(1), Counter.key(id).uri()).number();
            return true;
        });
        return owner[0];
    }
}
