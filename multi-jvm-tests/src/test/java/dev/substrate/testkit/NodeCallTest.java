package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 2, program = EmptyProgram.class)
class NodeCallTest {

    @Test
    void aTaskRunsInTheProcessOfItsNode(TestCluster cluster) {
        List<Long> pids = cluster.nodes().stream()
                .map(node -> node.call(ctx -> ProcessHandle.current().pid()))
                .toList();

        assertThat(pids)
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current().pid());
        assertThat(cluster.node(2).call(NodeContext::number)).isEqualTo(2);
    }

    @Test
    void aTaskTakesAlongWhatItCaptures(TestCluster cluster) {
        List<String> words = List.of("a", "b");

        String joined = cluster.node(1).call(ctx -> String.join("+", words));

        assertThat(joined).isEqualTo("a+b");
    }

    @Test
    void aTaskThatThrowsShowsItsStackInTheNode(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.node(1).call(ctx -> failDeepInside()))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageStartingWith("on node 1: ")
                .hasMessageContaining("UnserializableException: boom")
                .hasMessageContaining("failDeepInside")
                .hasMessageContaining("Caused by: java.lang.IllegalStateException: the cause");
    }

    @Test
    void anErrorInATaskComesBackToo(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.node(1).call(ctx -> {
                    throw new StackOverflowError("not a real one");
                }))
                .isInstanceOfSatisfying(
                        RemoteTaskException.class,
                        thrown -> assertThat(thrown.remoteClassName()).isEqualTo(StackOverflowError.class.getName()));
    }

    @Test
    void aResultThatDoesNotTravelIsTheTasksFailure(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.node(1).call(ctx -> new Object()))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("NotSerializableException: java.lang.Object");
    }

    @Test
    void aTaskThatCapturesTheTestIsRefusedWithAdvice(TestCluster cluster) {
        assertThatThrownBy(() -> cluster.node(1).call(ctx -> this.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(NodeCallTest.class.getName())
                .hasMessageContaining("copy the field");
    }

    @Test
    void whatATaskPrintsGoesToTheLog(TestCluster cluster) throws Exception {
        cluster.node(1).call(ctx -> {
            System.out.println("printed by a task");
            return null;
        });

        assertThat(Files.readString(cluster.node(1).log())).contains("printed by a task");
        String answer = cluster.node(1).call(ctx -> "still answers");
        assertThat(answer).isEqualTo("still answers");
    }

    @Test
    void manyTasksAtOnceGetEachItsOwnResult(TestCluster cluster) {
        List<CompletableFuture<Integer>> results = IntStream.range(0, 200)
                .mapToObj(i -> cluster.node(1 + i % 2).callAsync(ctx -> i * 10))
                .toList();

        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(i * 10);
        }
    }

    @Test
    void tasksInOneProcessShareWhatTheyName(TestCluster cluster) {
        NodeTask<Integer> count = ctx -> ctx.shared("calls", AtomicInteger::new).incrementAndGet();

        assertThat(cluster.node(1).call(count)).isEqualTo(1);
        assertThat(cluster.node(1).call(count)).isEqualTo(2);
        assertThat(cluster.node(2).call(count)).isEqualTo(1);
    }

    @Test
    void aTaskFailsWhenItsProcessIsKilled(TestCluster cluster) {
        CompletableFuture<String> never = cluster.node(1).callAsync(ctx -> {
            Thread.currentThread().join();
            return "never";
        });

        cluster.node(1).kill();

        assertThat(never)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(NodeFailedException.class)
                .withMessageContaining("exit code 137");
    }

    @Test
    void aTaskForADeadProcessFailsAtOnce(TestCluster cluster) {
        cluster.node(1).kill();

        assertThatThrownBy(() -> cluster.node(1).call(NodeContext::number)).isInstanceOf(NodeFailedException.class);
    }

    private static Object failDeepInside() {
        throw new UnserializableException("boom", new IllegalStateException("the cause"));
    }

    private static final class UnserializableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"}) // the point of it
        private final Object thread = Thread.currentThread();

        UnserializableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
