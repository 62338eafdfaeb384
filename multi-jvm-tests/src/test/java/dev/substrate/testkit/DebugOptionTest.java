package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DebugOptionTest {

    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);

    private final TestCluster cluster = startWithNodeTwoWaitingForADebugger();

    @ClusterTest(nodes = 2, processesOnly = true)
    private static final class Spec {}

    private static TestCluster startWithNodeTwoWaitingForADebugger() {
        System.setProperty(DebugOption.PROPERTY, "2");
        var cluster = new TestCluster(
                Spec.class.getAnnotation(ClusterTest.class), ClusterFolder.wiped("DebugOptionTest", "debugging"));
        cluster.startAll();
        return cluster;
    }

    @AfterEach
    void close() {
        System.clearProperty(DebugOption.PROPERTY);
        cluster.close();
    }

    @Test
    void theNodeWaitsForItsDebuggerAndTheOthersDoNot() {
        CompletableFuture<Integer> waiting = cluster.node(2).callAsync(NodeContext::number);

        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::aDebuggerIsAnswered);

        assertThat(cluster.node(1).call(NodeContext::number)).isEqualTo(1);
        assertThat(waiting).isNotDone();
    }

    @Test
    void deadlinesAreLongWhileSomebodyDebugs() {
        assertThat(TimeFactor.dilate(Duration.ofSeconds(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
    }

    private boolean aDebuggerIsAnswered() throws IOException {
        try (var debugger = new Socket(InetAddress.getLoopbackAddress(), cluster.debuggerPort(2))) {
            debugger.getOutputStream().write(HANDSHAKE);
            return new String(debugger.getInputStream().readNBytes(HANDSHAKE.length), StandardCharsets.US_ASCII)
                    .equals(new String(HANDSHAKE, StandardCharsets.US_ASCII));
        }
    }
}
