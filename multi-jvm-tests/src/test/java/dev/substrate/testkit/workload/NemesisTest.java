package dev.substrate.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.EmptyProgram;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
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
