package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.RecordUri;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.VersionedRegister;
import dev.substrate.testkit.history.VersionedRegister.Read;
import dev.substrate.testkit.history.VersionedRegister.Write;
import dev.substrate.testkit.substrate.RecordOwner;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients read and write through all nodes while owners are stopped, woken and killed; afterwards one order must explain
 * all that they saw. The system property {@value #PAUSE} makes the pauses longer than the 8 s that they last by default at least,
 * {@value #OPERATIONS} the histories, of which each part is 500 operations, and {@value #ROUNDS} says how many owners are killed: 1 by default.
 */
@Tag("cluster")
@ClusterTest(nodes = 3)
class HistoryUnderFaultsTest {

    private static final String PAUSE = "substrate.faults.pause.seconds";
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);
    private static final int RECORDS = 5;
    private static final String OPERATIONS = "substrate.faults.operations";
    private static final int OPERATIONS_BETWEEN_FAULTS = Integer.getInteger(OPERATIONS, 500);
    private static final String ROUNDS = "substrate.faults.rounds";

    @Test
    @Tag("soak")
    void oneOrderExplainsAllThatWasSeenWhileAnOwnerWasPaused(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        try (HttpLoad load = loadOn(cluster)) {
            load.start();
            awaitMore(cluster, load);
            NodeHandle sleeper = ownerOf(cluster, "r0");
            Members.pauseUntilRemoved(cluster, sleeper, Long.getLong(PAUSE, 8));
            awaitMore(cluster, load);
            sleeper.awaitExit(RECOVERED_WITHIN);
            sleeper.start();
            sleeper.awaitReady(RECOVERED_WITHIN);
            awaitMore(cluster, load);
            check("pause", load.end());
        }
    }

    @Test
    void oneOrderExplainsAllThatWasSeenWhileOwnersWereKilled(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        try (HttpLoad load = loadOn(cluster)) {
            load.start();
            for (int round = 0; round < Integer.getInteger(ROUNDS, 1); round++) {
                awaitMore(cluster, load);
                NodeHandle victim = ownerOf(cluster, "r" + round % RECORDS);
                victim.kill();
                awaitMore(cluster, load);
                victim.start();
                victim.awaitReady(RECOVERED_WITHIN);
            }
            awaitMore(cluster, load);
            check("kills", load.end());
        }
    }

    static HttpLoad loadOn(TestCluster cluster) {
        return new HttpLoad(
                cluster.nodes().stream().map(node -> node.http().uri()).toList(), RECORDS);
    }

    static void awaitMore(TestCluster cluster, HttpLoad load) {
        long enough = load.done() + OPERATIONS_BETWEEN_FAULTS;
        cluster.await("more operations are done", RECOVERED_WITHIN, () -> load.done() >= enough);
    }

    private static NodeHandle ownerOf(TestCluster cluster, String id) throws Exception {
        for (NodeHandle node : cluster.nodes()) {
            if (node.isAlive()) {
                return cluster.node(RecordOwner.of(node.http(), new RecordUri(HttpLoad.TYPE, id))
                        .number());
            }
        }
        throw new AssertionError("No node is alive");
    }

    static void check(String fault, History history) {
        System.out.printf(
                "%s: %d reads, %d writes acknowledged, %d unknown, %d refused%n",
                fault,
                history.count(Read.class, Ending.Ok.class),
                history.count(Write.class, Ending.Ok.class),
                history.count(Write.class, Ending.Unknown.class),
                history.count(Write.class, Ending.Refused.class));
        new VersionedRegister().check(history).assertValid();
        assertThat(history.count(Write.class, Ending.Ok.class)).isGreaterThan(OPERATIONS_BETWEEN_FAULTS / 2);
    }
}
