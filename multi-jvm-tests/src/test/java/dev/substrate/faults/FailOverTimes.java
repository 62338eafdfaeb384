package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.substrate.RecordOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the time from a kill to the first answer for a record of the dead node, over many kills, each node in turn. Not
 * part of the normal run; see docs/safety.md for the command.
 */
@Tag("cluster") // for Failsafe's selection; the name keeps it out of the normal run
@ClusterTest(nodes = 3)
class FailOverTimes {

    private static final int KILLS = Integer.getInteger("substrate.measure.kills", 12);
    private static final int RECORDS = 200;

    @Test
    void areMeasured(TestCluster cluster) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            cluster.awaitReady();
            NodeHandle victim = cluster.node(kill % 3 + 1);
            NodeHandle survivor = cluster.nodesExcept(victim).get(kill % 2);
            String id = recordOwnedBy(victim, cluster);
            long pid = victim.call(ctx -> ProcessHandle.current().pid());
            CompletableFuture<Map<String, Long>> outage =
                    survivor.callAsync(ctx -> Outage.millisAfterDeathOf(ctx, pid, List.of(id)));
            cluster.await("the survivor watches", Duration.ofSeconds(20), () -> survivor.call(Outage::isWatching));
            victim.kill();
            long first = outage.get().get(id);
            millis.add(first);
            System.out.printf("kill %d, of node %d: %d ms%n", kill + 1, victim.number(), first);
            victim.start();
        }
        List<Long> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "From kill to first answer, %d kills: median %d ms, p99 %d ms, least %d ms, most %d ms%n",
                KILLS, rank(sorted, 0.5), rank(sorted, 0.99), sorted.get(0), sorted.get(KILLS - 1));
        assertThat(sorted).hasSize(KILLS);
    }

    /** Returns the smallest figure that so large a part of all are not above. */
    private static long rank(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    private static String recordOwnedBy(NodeHandle node, TestCluster cluster) {
        List<String> ids = IntStream.range(0, RECORDS).mapToObj(i -> "m" + i).toList();
        List<String> owned = new ArrayList<>();
        cluster.await("node " + node.number() + " owns a record", Duration.ofSeconds(60), () -> {
            Optional<String> found = Optional.empty();
            for (String id : ids) {
                if (RecordOwner.of(cluster.http(node.number()), Counter.key(id).uri())
                                .number()
                        == node.number()) {
                    found = Optional.of(id);
                    break;
                }
            }
            found.ifPresent(owned::add);
            return found.isPresent();
        });
        return owned.get(0);
    }
}
