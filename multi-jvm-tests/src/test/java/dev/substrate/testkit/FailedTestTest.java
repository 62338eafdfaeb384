package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests that fail, and looks at what they tell. */
class FailedTestTest {

    @Test
    void aNodeThatDiesUnaskedFailsTheTestWithItsExitCodeAndTheEndOfItsLog() {
        Throwable failure = failureOf(run("nodeDies"));

        assertThat(failure)
                .isInstanceOf(NodeFailedException.class)
                .hasMessageContaining("Node 2")
                .hasMessageContaining("exit code 7, and nobody asked for it")
                .hasMessageContaining("last words");
    }

    @Test
    void aFailedTestShowsTheEndsOfAllLogsAndWhereTheRestLies() throws Exception {
        EngineExecutionResults results = run("assertionFails");
        Throwable failure = failureOf(results);
        Path folder = Path.of("target", "cluster", "FailedTestTest.Failing", "assertionFails")
                .toAbsolutePath();

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessage("the test's own");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0])
                .isInstanceOf(ClusterReport.class)
                .hasMessageContaining("from node 1")
                .hasMessageContaining("from node 2")
                .hasMessageContaining("  start node 2")
                .hasMessageContaining("  what the test says of itself")
                .hasMessageContaining("-Dit.test=" + Failing.class.getName() + "#assertionFails ")
                .hasMessageContaining("-Dsubstrate.test.seed=")
                .hasMessageContaining(folder.toString());
        assertThat(Files.readString(folder.resolve("merged.log"))).contains("[node-1] from node 1", "[node-2] from");
        assertThat(Files.readString(folder.resolve("node-1.threads.txt"))).contains("test-control");
        assertThat(publishedBy(results)).containsExactly(folder.toString());
    }

    @Test
    void aTestThatPassesLeavesNoReport() {
        EngineExecutionResults results = run("passes");

        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(publishedBy(results)).isEmpty();
    }

    private static EngineExecutionResults run(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Failing.class, method, TestCluster.class.getName()))
                .execute();
    }

    private static Throwable failureOf(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> publishedBy(EngineExecutionResults results) {
        return results.testEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class))
                .map(entry -> entry.getKeyValuePairs().get("cluster"))
                .toList();
    }

    /** Run by the tests above only. */
    @ClusterTest(nodes = 2, program = EmptyProgram.class)
    static class Failing {

        @Test
        void nodeDies(TestCluster cluster) {
            CompletableFuture<Object> ended = cluster.node(2).callAsync(ctx -> {
                System.out.println("last words");
                System.exit(7);
                return null;
            });
            assertThat(ended).failsWithin(TimeFactor.dilate(Duration.ofSeconds(20)));
        }

        @Test
        void assertionFails(TestCluster cluster) {
            cluster.nodes()
                    .forEach(node -> node.call(ctx -> {
                        System.out.println("from node " + ctx.number());
                        return null;
                    }));
            cluster.note("what the test says of itself");
            throw new AssertionError("the test's own");
        }

        @Test
        void passes(TestCluster cluster) {
            cluster.node(1).call(NodeContext::number);
        }
    }
}
