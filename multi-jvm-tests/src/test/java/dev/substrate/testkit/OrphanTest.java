package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanTest {

    private static final String RUNNING = "running";
    private static final String PAUSED = "paused";

    @ParameterizedTest
    @ValueSource(strings = {RUNNING, PAUSED})
    void aProcessEndsWhenItsParentIsKilled(String state) throws Exception {
        Process parent = Jvm.start(Parent.class, state);
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Jvm.readLine(parent))).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        await().atMost(TimeFactor.dilate(Duration.ofSeconds(20))).until(() -> !child.isAlive());
    }

    /** Starts a child, tells its process id, and waits to be killed. */
    static final class Parent {

        @ClusterTest(nodes = 1, program = EmptyProgram.class)
        private static final class Spec {}

        public static void main(String[] args) throws Exception {
            var spec = Spec.class.getAnnotation(ClusterTest.class);
            var folder = ClusterFolder.wiped("OrphanTest", args[0]);
            var cluster = new TestCluster(spec, "Test#test", folder, new TestStore.SqliteFile(folder.sqliteFile()));
            cluster.startAll();
            long pid = cluster.node(1).call(ctx -> ProcessHandle.current().pid());
            if (args[0].equals(PAUSED)) {
                cluster.node(1).pause();
            }
            System.out.println(pid);
            Thread.currentThread().join();
        }
    }
}
