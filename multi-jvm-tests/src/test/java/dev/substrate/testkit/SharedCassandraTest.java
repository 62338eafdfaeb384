package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.substrate.cassandra.LocalCassandra;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs tests whose store dies, and looks at what becomes of it. */
@Tag("cluster")
class SharedCassandraTest {

    @Test
    void oneCassandraServesAllTestsAndOneThatDiesUnaskedFailsItsTestOnly() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Dying.class))
                .execute()
                .testEvents();

        assertThat(told(tests, "contact point")).hasSize(3);
        assertThat(Set.copyOf(told(tests, "contact point"))).hasSize(1);
        assertThat(told(tests, "keyspace")).hasSize(3).doesNotHaveDuplicates();
        assertThat(tests.failed().list()).singleElement().satisfies(event -> {
            assertThat(event.getTestDescriptor().getDisplayName()).startsWith("second");
            assertThat(event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                    .get()
                    .isInstanceOfSatisfying(
                            NodeFailedException.class,
                            failure -> assertThat(failure)
                                    .hasMessageContaining("Cassandra (pid ")
                                    .hasMessageContaining("nobody asked for it"));
        });
        Path folder = Path.of(told(tests, "log").get(0)).getParent();
        assertThat(LocalCassandra.find(folder))
                .as("left when all tests are done")
                .isEmpty();
    }

    private static List<String> told(Events tests, String what) {
        return tests.reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class))
                .flatMap(entry -> Optional.ofNullable(entry.getKeyValuePairs().get(what)).stream())
                .toList();
    }

    /** Run by the test above only. */
    @ClusterTest(nodes = 1, program = EmptyProgram.class, store = Store.CASSANDRA)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Dying {

        @BeforeEach
        void tell(TestCluster cluster, TestReporter reporter) {
            CassandraHandle cassandra = cluster.cassandra();
            reporter.publishEntry("contact point", cassandra.contactPoint());
            reporter.publishEntry("keyspace", cassandra.keyspace());
            reporter.publishEntry("log", cassandra.log().toString());
        }

        @Test
        @Order(1)
        void first(TestCluster cluster) {
            cluster.cassandra().pause();
            assertThatThrownBy(cluster.cassandra()::restart).hasMessageContaining("is alive");
        }

        @Test
        @Order(2)
        void second(TestCluster cluster) {
            ProcessHandle process =
                    LocalCassandra.find(cluster.cassandra().log().getParent()).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            process.onExit().join();
        }

        @Test
        @Order(3)
        void third(TestCluster cluster) {
            assertThat(cluster.cassandra().isAlive()).isTrue();
            cluster.cassandra().stop();
            cluster.cassandra().restart();
        }
    }
}
