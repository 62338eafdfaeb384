package dev.substrate.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.EmptyProgram;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeProgram;
import dev.substrate.testkit.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 3, program = EmptyProgram.class)
class NemesisTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    @Test
    void theSameSeedDrawsTheSameHarm(TestCluster cluster) throws Exception {
        List<String> first = harm(cluster, 7, Nemesis.churn(6, MOMENT));
        cluster.startAll();
        List<String> second = harm(cluster, 7, Nemesis.churn(6, MOMENT));

        assertThat(second).isEqualTo(first).hasSize(6);
    }

    @Test
    void churnLeavesMoreThanHalfAlive(TestCluster cluster) throws Exception {
        for (int i = 0; i < 8; i++) {
            harm(cluster, i, Nemesis.churn(1, MOMENT));
            assertThat(cluster.nodes().stream().filter(NodeHandle::isAlive)).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aNodeThatIsKilledIsStartedAgain(TestCluster cluster) throws Exception {
        assertThat(harm(cluster, 1, Nemesis.repeat(2, Nemesis.kill(MOMENT))))
                .hasSize(4)
                .satisfiesExactly(
                        event -> assertThat(event).startsWith("kill node"),
                        event -> assertThat(event).startsWith("start node"),
                        event -> assertThat(event).startsWith("kill node"),
                        event -> assertThat(event).startsWith("start node"));
        assertThat(cluster.nodes()).allMatch(NodeHandle::isAlive);
    }

    @Test
    void aRollingRestartTakesOneAfterTheOther(TestCluster cluster) throws Exception {
        assertThat(harm(cluster, 1, Nemesis.rollingRestart(Duration.ofSeconds(30))))
                .containsExactly(
                        "stop node 1", "start node 1", "stop node 2", "start node 2", "stop node 3", "start node 3");
    }

    /** In its first life it is never ready, as when the cluster has removed it. */
    static final class ReadyInItsSecondLife implements NodeProgram<String> {
        @Override
        public String start(NodeContext context) {
            return "running";
        }

        @Override
        public boolean isReady(NodeContext context, String running) {
            return context.incarnation() > 1;
        }
    }

    @Test
    @ClusterTest(nodes = 1, program = ReadyInItsSecondLife.class)
    void aNodeThatEndsWhileItIsWaitedForIsStartedAgain(TestCluster cluster) throws Exception {
        NodeHandle node = cluster.node(1);
        node.expectExit();
        CompletableFuture<List<String>> recovery = CompletableFuture.supplyAsync(() -> recover(cluster));
        boolean ending = node.call(context -> {
            new Thread(() -> {
                        // After the answer has left, and while somebody waits.
                        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                        Runtime.getRuntime().halt(0);
                    })
                    .start();
            return true;
        });

        assertThat(ending).isTrue();
        assertThat(recovery.get(40, TimeUnit.SECONDS)).contains("start node 1");
        assertThat(node.isReady()).isTrue();
    }

    /** Node 2 was removed in its first life, and has not heard of it: it finds itself ready, and a member. */
    static final class RemovedInItsFirstLife implements NodeProgram<String> {
        @Override
        public String start(NodeContext context) throws IOException {
            Files.createFile(life(context, context.number(), context.incarnation()));
            return "running";
        }

        @Override
        public Set<Integer> members(NodeContext context, String running) {
            boolean back = Files.exists(life(context, 2, 2));
            return context.number() == 2 || back ? Set.of(1, 2) : Set.of(1);
        }

        private static Path life(NodeContext context, int node, int incarnation) {
            return context.clusterFolder().resolve("life-" + incarnation + "-of-" + node);
        }
    }

    @Test
    @ClusterTest(nodes = 2, program = RemovedInItsFirstLife.class)
    void aNodeThatOnlyItselfTakesForAMemberIsNotBack(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        assertThatThrownBy(() -> harm(cluster, 1, Nemesis.recovery(Duration.ofSeconds(2))))
                .hasMessageContaining("Node 1")
                .hasMessageContaining("sees [1]");

        cluster.node(2).restart();

        assertThat(harm(cluster, 1, Nemesis.recovery(Duration.ofSeconds(30)))).isEmpty();
    }

    /** Whoever may form a cluster is in one. */
    static final class FormsOrWaits implements NodeProgram<String> {
        @Override
        public String start(NodeContext context) {
            return "running";
        }

        @Override
        public Set<Integer> members(NodeContext context, String running) {
            return context.canStartCluster() ? Set.of(1, 2) : Set.of();
        }
    }

    @Test
    @ClusterTest(nodes = 2, program = FormsOrWaits.class)
    void nodesThatWaitForAClusterThatIsGoneAreStartedAnew(TestCluster cluster) throws Exception {
        cluster.node(1).restart();
        assertThat(cluster.node(2).members()).as("there is a cluster").isNotEmpty();
        cluster.node(2).restart();

        assertThat(harm(cluster, 1, Nemesis.recovery(Duration.ofSeconds(30))))
                .containsExactly(
                        "no node is in a cluster, and none may form one",
                        "kill node 1",
                        "kill node 2",
                        "start node 1",
                        "start node 2");
    }

    private static List<String> recover(TestCluster cluster) {
        try {
            return harm(cluster, 1, Nemesis.recovery(Duration.ofSeconds(30)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsParallelRunsAtTheSameTimeAndEndsWithTheFirstThatFails(TestCluster cluster) {
        CountDownLatch both = new CountDownLatch(2);
        Nemesis waitsForTheOther = run -> {
            both.countDown();
            both.await();
            throw new IllegalStateException("met");
        };

        assertThatThrownBy(() -> harm(cluster, 1, Nemesis.parallel(waitsForTheOther, waitsForTheOther)))
                .hasMessage("met");
    }

    @Test
    void aPausedNodeGoesOn(TestCluster cluster) throws Exception {
        assertThat(harm(cluster, 1, Nemesis.pause(MOMENT))).hasSize(2);
        for (NodeHandle node : cluster.nodes()) {
            int number = node.call(context -> context.number());
            assertThat(number).isEqualTo(node.number());
        }
    }

    private static List<String> harm(TestCluster cluster, long seed, Nemesis nemesis) throws Exception {
        int before = cluster.events().size();
        nemesis.run(new NemesisRun(cluster, new SplittableRandom(seed)));
        List<String> events = new ArrayList<>();
        cluster.events()
                .subList(before, cluster.events().size())
                .forEach(line -> events.add(line.substring(line.indexOf(" s  ") + " s  ".length())));
        return events;
    }
}
