package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Services on three nodes: where they are active, and where when nodes come and go. */
@Tag("cluster")
@ClusterTest(nodes = 3, program = ServicesProgram.class)
class ServicesTest {

    private static final Duration SPREAD_WITHIN = Duration.ofSeconds(60);
    /** Not what it should take, which is measured on a quiet machine, but what it may take beside other tests. */
    private static final Duration ELSEWHERE_WITHIN = Duration.ofSeconds(60);

    @Test
    void servicesAreEvenlySpreadAndSlotsComeAndGoWhileTheyRun(TestCluster cluster) {
        cluster.awaitReady();
        ServiceStates.awaitEven(cluster);

        Map<String, List<Integer>> active = ServiceStates.active(cluster);
        assertThat(active.get("always")).containsExactly(1, 2, 3);
        assertThat(active.get("pair")).hasSize(2);
        assertThat(active.get("one")).hasSize(1);
        cluster.await(
                "one node is nearest",
                SPREAD_WITHIN,
                () -> ServiceStates.active(cluster)
                                .getOrDefault("super", List.of())
                                .size()
                        == 1);

        NodeHandle first = cluster.node(1);
        first.call(ctx -> ServiceStates.command(ctx, "pair", new SlotCommand.Resize(List.of("1", "2", "3"))));
        awaitActive(cluster, "pair", 3);
        first.call(ctx -> ServiceStates.command(ctx, "pair", new SlotCommand.Resize(List.of("2"))));
        awaitActive(cluster, "pair", 1);

        String node = cluster.node(2).call(ServiceStates::self);
        first.call(ctx -> ServiceStates.command(ctx, "pair", new SlotCommand.Bar(node)));
        first.call(ctx -> ServiceStates.command(ctx, "pair", new SlotCommand.Resize(List.of("1", "2", "3"))));
        cluster.await(
                "it is active on the nodes where it may be",
                SPREAD_WITHIN,
                () -> List.of(1, 3).equals(ServiceStates.active(cluster).get("pair")));
        first.call(ctx -> ServiceStates.command(ctx, "pair", new SlotCommand.Unbar(node)));
        awaitActive(cluster, "pair", 3);
    }

    @Test
    void whatRanOnNodesThatLeftOrWereKilledRunsAgain(TestCluster cluster) {
        cluster.awaitReady();
        ServiceStates.awaitEven(cluster);

        cluster.node(3).stop();
        cluster.await(
                "all slots are held by the others",
                ELSEWHERE_WITHIN,
                () -> ServiceStates.held(cluster) == ServicesProgram.SLOTS);
        cluster.node(3).start();
        cluster.awaitReady();
        ServiceStates.awaitEven(cluster);

        NodeHandle victim =
                cluster.node(ServiceStates.active(cluster).get("one").get(0));

        victim.kill();
        long killed = System.nanoTime();
        cluster.await(
                "all slots are held by the others",
                ELSEWHERE_WITHIN,
                () -> ServiceStates.held(cluster) == ServicesProgram.SLOTS);
        System.out.printf(
                "All %d slots held %d ms after the kill%n",
                ServicesProgram.SLOTS, (System.nanoTime() - killed) / 1_000_000);
        assertThat(ServiceStates.active(cluster).get("one")).hasSize(1).doesNotContain(victim.number());

        // And without any message that would wake them.
        cluster.killAll();
        cluster.startAll();
        cluster.awaitReady();
        ServiceStates.awaitEven(cluster);
        assertThat(ServiceStates.active(cluster).get("always")).containsExactly(1, 2, 3);
    }

    private static void awaitActive(TestCluster cluster, String service, int nodes) {
        cluster.await(
                service + " is active on " + nodes + " nodes",
                SPREAD_WITHIN,
                () -> ServiceStates.active(cluster)
                                .getOrDefault(service, List.of())
                                .size()
                        == nodes);
    }
}
