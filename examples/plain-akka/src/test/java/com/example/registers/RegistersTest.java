package com.example.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.Linearizability;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.workload.Nemesis;
import dev.substrate.testkit.workload.Trial;
import dev.substrate.testkit.workload.Workloads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts the registers on trial while nodes stand still for longer than the others wait for them. */
@Tag("cluster")
class RegistersTest {

    private static final String CONFIG = """
            akka.actor.allow-java-serialization = on
            akka.actor.warn-about-java-serializer-usage = off
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            akka.cluster.split-brain-resolver.stable-after = 3s
            akka.cluster.sharding.number-of-shards = 30
            """;

    private static final int ROUNDS_MAX = 4;
    private static final int NODES = 3;
    private static final int CLIENTS = 9;

    @Test
    @ClusterTest(nodes = NODES, program = RegisterNode.Remembering.class, config = CONFIG)
    void anOwnerThatStoodStillAnswersFromItsMemoryAndIsCaught(TestCluster cluster) {
        cluster.awaitReady();
        // A pause may meet a node while nobody asks it for what others have changed.
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

    @Test
    @ClusterTest(nodes = NODES, program = RegisterNode.Forgetful.class, config = CONFIG)
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
                .workload(Workloads.registers(12, 60))
                .nemesis(Nemesis.sequence(
                        Nemesis.quiet(Duration.ofSeconds(1)),
                        Nemesis.pause(Duration.ofSeconds(14)),
                        Nemesis.quiet(Duration.ofSeconds(2))))
                .check(Linearizability.of(new RegisterModel()));
    }
}
