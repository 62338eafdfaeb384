package dev.substrate.docs;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.message.AnycastOptions;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.service.Services;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

// region test
@ClusterTest(nodes = 3, config = "substrate.services.workshop = dev.substrate.docs.Workshop")
class WorkshopTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void thereIsRoomAgainAfterTheNodeOfABenchWasKilled(TestCluster cluster) {
        cluster.awaitReady();
        Set<String> takers = new HashSet<>();
        for (int job = 1; job <= 6; job++) {
            cluster.await("somebody takes it", SOON, () -> {
                List<String> taker = takers(cluster.node(1));
                takers.addAll(taker);
                return !taker.isEmpty();
            });
        }
        assertThat(takers).hasSize(2);
        assertThat(takers(cluster.node(2))).isEmpty();

        NodeHandle holder = cluster.nodes().stream()
                .filter(each -> takers.contains(
                        each.call(context -> node(context).info().id().hex())))
                .findFirst()
                .orElseThrow();
        holder.kill();

        // The new holder's bench is empty.
        NodeHandle survivor = cluster.nodesExcept(holder).get(0);
        cluster.await("there is room again", SOON, () -> !takers(survivor).isEmpty());
        holder.start();
        cluster.awaitReady();
    }

    /** Offers a job; returns the node that took it, if any did. */
    private static List<String> takers(NodeHandle from) {
        return from.call(context -> {
            AnycastOutcome<Workshop.Job> outcome = Services.messages(node(context))
                    .anycast(Workshop.JOBS, new Workshop.Job(UUID.randomUUID().toString()), AnycastOptions.random())
                    .toCompletableFuture()
                    .join();
            return new ArrayList<>(outcome.asked().stream()
                    .filter(answer -> answer.verdict() == AnycastOutcome.Verdict.TAKEN)
                    .map(answer -> answer.node().hex())
                    .toList());
        });
    }
}
// endregion
