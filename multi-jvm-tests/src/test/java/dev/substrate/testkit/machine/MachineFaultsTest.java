package dev.substrate.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.EmptyProgram;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.RemoteTaskException;
import dev.substrate.testkit.TestCluster;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes whose machine is at fault; skipped where that cannot be. */
class MachineFaultsTest {

    private static final int DISK_BYTES = 1 << 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    @ClusterTest(nodes = 2, program = EmptyProgram.class, diskBytes = DISK_BYTES)
    void oneNodeCannotWriteAnyMoreAndTheOtherCan(TestCluster cluster) {
        write(cluster.node(1), "before");
        cluster.disk(1).fill();

        assertThatThrownBy(() -> write(cluster.node(1), "during"))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("No space left");
        write(cluster.node(2), "during");

        cluster.node(1).kill();
        cluster.node(1).start();
        cluster.disk(1).free();
        boolean kept =
                cluster.node(1).call(context -> Files.exists(context.folder().resolve("before")));
        assertThat(kept).isTrue();
        write(cluster.node(1), "after");
        assertThat(cluster.events()).anyMatch(line -> line.endsWith("node 1: disk full"));
    }

    @Test
    @ClusterTest(nodes = 2, program = EmptyProgram.class, ownClocks = true)
    void oneNodeIsAheadOfTheOther(TestCluster cluster) {
        Duration offset = Duration.ofHours(1);
        cluster.clock(1).offset(offset);
        cluster.node(1).restart();

        assertThat(ahead(cluster, 1)).isBetween(offset.minus(MINUTE), offset.plus(MINUTE));
        assertThat(ahead(cluster, 2)).isBetween(MINUTE.negated(), MINUTE);
        assertThatThrownBy(() -> cluster.disk(1)).hasMessageContaining("diskBytes");
    }

    private static Duration ahead(TestCluster cluster, int node) {
        long there = cluster.node(node).call(context -> System.currentTimeMillis());
        return Duration.ofMillis(there - System.currentTimeMillis());
    }

    private static void write(NodeHandle node, String name) {
        node.call(context ->
                Files.write(context.folder().resolve(name), new byte[10_000]).toString());
    }
}
