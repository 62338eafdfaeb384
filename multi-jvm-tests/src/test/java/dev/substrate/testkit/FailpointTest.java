package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@ClusterTest(nodes = 1, program = EmptyProgram.class)
class FailpointTest {

    private static final int KILLED = 137;

    /** Code under test, which knows nothing of failpoints. */
    static final class Journal {

        private final Path file;

        Journal(Path folder) {
            file = folder.resolve("journal");
        }

        void append(String line) throws IOException {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        List<String> lines() throws IOException {
            return Files.readAllLines(file);
        }
    }

    @Test
    void aNodeCrashesBeforeAMethodBegins(TestCluster cluster) {
        cluster.node(1).crashAt(Failpoint.before(Journal.class, "append").onHit(2));

        appendThree(cluster.node(1));

        assertThat(afterRestart(cluster.node(1))).containsExactly("1");
    }

    @Test
    void aNodeCrashesAfterAMethodHasReturned(TestCluster cluster) {
        // Loaded by now, and run: it is changed all the same.
        cluster.node(1).call(context -> {
            new Journal(context.folder()).append("0");
            return null;
        });
        cluster.node(1)
                .crashAt(Failpoint.after(Journal.class.getName(), "append").onHit(2));

        appendThree(cluster.node(1));

        assertThat(afterRestart(cluster.node(1))).containsExactly("0", "1", "2");
    }

    @Test
    void aMethodThatIsNotThereIsNoFailpoint(TestCluster cluster) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.node(1).crashAt(Failpoint.before(Journal.class, "apend")))
                .withMessageContaining("FailpointTest$Journal.apend")
                .withMessageContaining("[append, lines]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.node(1).crashAt(Failpoint.before("no.such.Thing", "x")))
                .withMessageContaining("no such class");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Failpoint.before(Journal.class, "append").onHit(0));
    }

    private static void appendThree(NodeHandle node) {
        var unused = node.callAsync(context -> {
            Journal journal = new Journal(context.folder());
            for (int i = 1; i <= 3; i++) {
                journal.append(Integer.toString(i));
            }
            return null;
        });
    }

    private static List<String> afterRestart(NodeHandle node) {
        assertThat(node.awaitExit(Duration.ofSeconds(30))).isEqualTo(KILLED);
        node.start();
        return node.call(context -> List.copyOf(new Journal(context.folder()).lines()));
    }
}
