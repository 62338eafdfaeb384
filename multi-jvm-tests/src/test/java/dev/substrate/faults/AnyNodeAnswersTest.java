package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.substrate.RecordOwner;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
@ClusterTest(nodes = 3)
class AnyNodeAnswersTest {

    private static final int CANDIDATES = 200;

    @Test
    void aRecordIsReadAndWrittenThroughNodesThatDoNotOwnIt(TestCluster cluster) {
        cluster.awaitReady();

        for (NodeHandle asked : cluster.nodes()) {
            String id = ownedByAnother(cluster, asked);

            Counter.Seen absent = asked.call(ctx -> Counter.get(ctx, id));
            Counter.Seen written = asked.call(ctx -> Counter.put(ctx, id, 41));
            long updatedVersion =
                    asked.call(ctx -> Counter.increment(ctx, id).orThrow().version());
            Counter.Seen read = asked.call(ctx -> Counter.get(ctx, id));

            assertThat(absent).isEqualTo(new Counter.Seen(0, 0));
            assertThat(written).isEqualTo(new Counter.Seen(41, 1));
            assertThat(updatedVersion).isEqualTo(2);
            assertThat(read).isEqualTo(new Counter.Seen(42, 2));
            assertThat(ownerOf(cluster, id).number())
                    .as("owner of %s, which node %d was asked for", id, asked.number())
                    .isNotEqualTo(asked.number());
            assertThat(cluster.nodes())
                    .as("every node reads what one of them wrote")
                    .allSatisfy(node -> {
                        Counter.Seen seen = node.call(ctx -> Counter.get(ctx, id));
                        assertThat(seen).isEqualTo(new Counter.Seen(42, 2));
                    });
        }
    }

    /** Returns the id of an absent record of which all nodes say that another one than the given owns it. */
    private static String ownedByAnother(TestCluster cluster, NodeHandle node) {
        List<String> candidates = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> "for-" + node.number() + "-" + i)
                .toList();
        return candidates.stream()
                .filter(id -> ownerOf(cluster, id).number() != node.number())
                .findFirst()
                .orElseThrow(() -> new AssertionError("Node " + node.number() + " owns all of " + CANDIDATES));
    }

    /** Returns the owner of a record once all nodes agree who that is. */
    private static RecordOwner ownerOf(TestCluster cluster, String id) {
        var owners = new HashSet<RecordOwner>();
        cluster.await("all nodes agree who owns " + id, Duration.ofSeconds(20), () -> {
            owners.clear();
            for (NodeHandle node : cluster.nodes()) {
                owners.add(RecordOwner.of(node.http(), Counter.key(id).uri()));
            }
            return owners.size() == 1;
        });
        return owners.iterator().next();
    }
}
