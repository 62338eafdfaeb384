package com.example.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.NemesisRun;
import dev.substrate.testkit.workload.Partitions;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts the registers on trial while a node stands still for longer than the others wait for it, and goes on. */
@Tag("cluster")
class RegistersTest {

    private static final String CONFIG = """
            akka.actor.allow-java-serialization = on
            akka.actor.warn-about-java-serializer-usage = off
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            akka.cluster.split-brain-resolver.stable-after = 3s
            akka.cluster.sharding.number-of-shards = 30
            """;

    private static final int ROUNDS_MAX = 3;
    private static final int NODES = 3;
    private static final int CLIENTS = 24;
    private static final int READS_PERCENT = 90;
    private static final Duration BETWEEN_OPERATIONS = Duration.ofMillis(40);
    private static final Duration SPREAD_WITHIN = Duration.ofSeconds(60);
    private static final Duration REMOVED_AND_REPLACED = Duration.ofSeconds(14);
    private static final Duration UNTIL_IT_ENDS_ITSELF = Duration.ofSeconds(5);

    @Test
    @ClusterTest(nodes = NODES, program = RegisterNode.Remembering.class, config = CONFIG, network = NetworkKind.PROXY)
    void anOwnerThatStoodStillAnswersFromItsMemoryAndIsCaught(TestCluster cluster) {
        cluster.awaitReady();
        // It may be that nobody asks the node for what others have changed.
        @Nullable Throwable caught = null;
        for (int round = 0; round < ROUNDS_MAX && caught == null; round++) {
            caught = failureOf(trial(cluster, "round-" + round + "-"));
        }

        assertThat(caught)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no order explains these")
                .hasMessageContaining("read → ");
        assertThat(cluster.folder().resolve("counterexample.html")).content().contains("<svg");
        System.out.println(caught.getMessage());
    }

    /** Takes a minute to say that nothing is wrong. */
    @Test
    @Tag("soak")
    @ClusterTest(nodes = NODES, program = RegisterNode.Forgetful.class, config = CONFIG, network = NetworkKind.PROXY)
    void registersThatAskTheStoreEachTimeAreNotBlamed(TestCluster cluster) throws Exception {
        cluster.awaitReady();

        History history = trial(cluster, "").run();

        assertThat(history.count(Ending.Ok.class)).isPositive();
    }

    private static @Nullable Throwable failureOf(Trial trial) {
        return catchThrowable(trial::run);
    }

    private static Trial trial(TestCluster cluster, String prefix) {
        return Trial.of(cluster)
                .clients(CLIENTS, number -> new RegisterClient(cluster.node(number % NODES + 1), prefix))
                .pace(BETWEEN_OPERATIONS)
                .workload(Workloads.registers(12, READS_PERCENT))
                .nemesis(Nemesis.sequence(
                        RegistersTest::untilEachNodeHasRegisters,
                        Partitions.zombie(REMOVED_AND_REPLACED, UNTIL_IT_ENDS_ITSELF)))
                .check(Linearizability.of(new RegisterModel()));
    }

    /** A node that was started again has none until Akka moves some there. */
    private static void untilEachNodeHasRegisters(NemesisRun run) {
        TestCluster cluster = run.cluster();
        cluster.await(
                "each node has registers",
                SPREAD_WITHIN,
                () -> cluster.nodes().stream().allMatch(node -> node.<Integer>call(RegisterNode::shardsHere) > 1));
    }
}
