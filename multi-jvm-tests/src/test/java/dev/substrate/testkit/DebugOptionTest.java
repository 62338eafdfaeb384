package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DebugOptionTest {

    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);

    private final TestCluster cluster = startWithNodeTwoWaitingForADebugger();

    @ClusterTest(nodes = 2, program = EmptyProgram.class)
    private static final class Spec {}

    private static TestCluster startWithNodeTwoWaitingForADebugger() {
        System.setProperty(DebugOption.PROPERTY, "2");
        var folder = ClusterFolder.wiped("DebugOptionTest", "debugging");
        var cluster = new TestCluster(
                Spec.class.getAnnotation(ClusterTest.class),
                "Test#test",
                folder,
                new TestStore.SqliteFile(folder.sqliteFile()));
        cluster.startAll();
        return cluster;
    }

    @AfterEach
    void close() {
        System.clearProperty(DebugOption.PROPERTY);
        cluster.close();
    }

    @Test
    void theNodeWaitsForItsDebuggerAndTheOthersDoNot() throws IOException {
        CompletableFuture<Integer> waiting = cluster.node(2).callAsync(NodeContext::number);

        // A debugger that goes away lets the node run, so this one stays until everything is seen.
        try (Socket debugger = await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(this::attachDebugger, Objects::nonNull)) {
            assertThat(cluster.node(1).call(NodeContext::number)).isEqualTo(1);
            assertThat(waiting).isNotDone();
            assertThat(debugger.isClosed()).isFalse();
        }
    }

    @Test
    void deadlinesAreLongWhileSomebodyDebugs() {
        assertThat(TimeFactor.dilate(Duration.ofSeconds(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
    }

    /** Connects as a debugger does; fails until the virtual machine answers. */
    private Socket attachDebugger() throws IOException {
        Socket debugger = new Socket(InetAddress.getLoopbackAddress(), cluster.debuggerPort(2));
        try {
            debugger.getOutputStream().write(HANDSHAKE);
            byte[] answer = debugger.getInputStream().readNBytes(HANDSHAKE.length);
            if (!Arrays.equals(answer, HANDSHAKE)) {
                throw new IOException("This is no debugger's port: " + new String(answer, StandardCharsets.US_ASCII));
            }
            return debugger;
        } catch (IOException e) {
            debugger.close();
            throw e;
        }
    }
}
