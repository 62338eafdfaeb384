package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 2, program = EmptyProgram.class)
class NodeLifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aKilledNodeStartsAgainWithANewLog(TestCluster cluster) {
        NodeHandle node = cluster.node(2);
        node.call(NodeContext::number);
        node.kill();
        assertThat(node.isAlive()).isFalse();

        node.start();

        assertThat(node.call(NodeContext::number)).isEqualTo(2);
        assertThat(node.log()).hasFileName("node-2.2.log").exists();
        assertThat(cluster.folder().resolve("node-2.log")).exists();
    }

    @Test
    void allNodesCanBeKilledAndStartedAtOnce(TestCluster cluster) {
        cluster.killAll();
        assertThat(cluster.nodes()).noneMatch(NodeHandle::isAlive);

        cluster.startAll();

        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(node.call(NodeContext::number)).isEqualTo(node.number()));
    }

    @Test
    void stopReturnsTheExitCode(TestCluster cluster) {
        NodeHandle node = cluster.node(1);
        node.call(NodeContext::number);

        assertThat(node.stop()).isEqualTo(128 + 15);
    }

    @Test
    void aPausedNodeAnswersWhenItIsResumed(TestCluster cluster) {
        NodeHandle node = cluster.node(1);
        node.call(NodeContext::number);
        node.pause();
        CompletableFuture<String> answer = node.callAsync(ctx -> "late");
        cluster.node(2).call(NodeContext::number);
        assertThat(answer).isNotDone();
        assertThat(node.isAlive()).isTrue();

        node.resume();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("late");
    }

    @Test
    void aPausedNodeCanBeKilledAndStartedAgain(TestCluster cluster) {
        NodeHandle node = cluster.node(1);
        node.pause();
        node.kill();

        node.start();

        assertThat(node.call(NodeContext::number)).isEqualTo(1);
    }

    @Test
    void anExpectedExitIsNoFailure(TestCluster cluster) {
        NodeHandle node = cluster.node(1);
        node.expectExit();
        exitSoon(node, 10);

        assertThat(node.awaitExit(SOON)).isEqualTo(10);
    }

    @Test
    void anUnexpectedExitEndsEveryWaitingAtOnce(TestCluster cluster) {
        exitSoon(cluster.node(1), 7);

        assertThatThrownBy(() -> cluster.await(Duration.ofMinutes(5), () -> false))
                .isInstanceOf(NodeFailedException.class)
                .hasMessageContaining("exit code 7");

        cluster.node(1).expectExit();
    }

    @Test
    void waitingInVainTellsWhatWasWaitedForAndWhy(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.await("the moon is blue", Duration.ofMillis(10), () -> {
                    throw new IllegalStateException("it is white");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the moon is blue")
                .hasMessageContaining("it is white");
    }

    private static void exitSoon(NodeHandle node, int exitCode) {
        CompletableFuture<Object> unused = node.callAsync(ctx -> {
            System.exit(exitCode);
            return null;
        });
    }
}
