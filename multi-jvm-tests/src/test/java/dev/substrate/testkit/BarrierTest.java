package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 3, program = EmptyProgram.class)
class BarrierTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void opensWhenAllHaveComeAndNotBefore(TestCluster cluster) {
        List<CompletableFuture<String>> early = cluster.nodesExcept(cluster.node(3)).stream()
                .map(node -> come(node, "all"))
                .toList();
        // It has come back from a barrier that the others had to pass first, and they wait at theirs now.
        CompletableFuture<String> seen = cluster.node(3).callAsync(ctx -> {
            ctx.barrier("before", Set.of(3), LONG);
            return "alone";
        });
        assertThat(seen).succeedsWithin(LONG).isEqualTo("alone");
        assertThat(early).noneMatch(CompletableFuture::isDone);

        assertThat(come(cluster.node(3), "all")).succeedsWithin(LONG).isEqualTo("through");
        assertThat(early).allSatisfy(node -> assertThat(node).succeedsWithin(LONG));
    }

    @Test
    void isThereAgainUnderItsNameOnceItHasOpened(TestCluster cluster) {
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<String>> all =
                    cluster.nodes().stream().map(node -> come(node, "round")).toList();
            assertThat(all).allSatisfy(node -> assertThat(node).succeedsWithin(LONG));
        }
    }

    @Test
    void staysClosedForThoseWhoWaitForANodeThatDies(TestCluster cluster) {
        CompletableFuture<String> waiting = come(cluster.node(1), "all");

        cluster.node(2).kill();

        assertThatThrownBy(waiting::join).hasMessageContaining("'all' stays closed: node 2 ");
        assertThatThrownBy(come(cluster.node(3), "all")::join).hasMessageContaining("node 2 is not alive");
        cluster.node(2).start();
        List<CompletableFuture<String>> all =
                cluster.nodes().stream().map(node -> come(node, "all")).toList();
        assertThat(all).allSatisfy(node -> assertThat(node).succeedsWithin(LONG));
    }

    @Test
    void doesNotCountWhoWaitsNoLonger(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.node(1).call(ctx -> {
                    ctx.barrier("pair", Set.of(1, 2), Duration.ofMillis(50));
                    return null;
                }))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("'pair' did not open")
                .hasMessageContaining("[1, 2]");

        CompletableFuture<String> other = cluster.node(2).callAsync(ctx -> {
            ctx.barrier("pair", Set.of(1, 2), LONG);
            return "through";
        });
        CompletableFuture<String> again = cluster.node(1).callAsync(ctx -> {
            ctx.barrier("pair", Set.of(1, 2), LONG);
            return "through";
        });
        assertThat(again).succeedsWithin(LONG).isEqualTo("through");
        assertThat(other).succeedsWithin(LONG).isEqualTo("through");
    }

    @Test
    void refusesWhoComesAsOneOfOthers(TestCluster cluster) {
        CompletableFuture<String> first = cluster.node(1).callAsync(ctx -> {
            ctx.barrier("x", Set.of(1, 2), LONG);
            return "through";
        });
        assertThatThrownBy(() -> cluster.node(3).call(ctx -> {
                    ctx.barrier("x", Set.of(1, 2), LONG);
                    return null;
                }))
                .hasMessageContaining("node 3 has come");
        assertThat(first).isNotDone();
    }

    private static CompletableFuture<String> come(NodeHandle node, String barrier) {
        return node.callAsync(ctx -> {
            ctx.barrier(barrier, LONG);
            return "through";
        });
    }
}
