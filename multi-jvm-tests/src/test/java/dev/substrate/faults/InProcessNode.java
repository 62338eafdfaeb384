package dev.substrate.faults;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.node.SubstrateNode;
import dev.substrate.testkit.PortBlock;
import java.nio.file.Path;
import java.time.Duration;

/** A node in the test's own process that knows of no other: for what needs no process to be killed. */
final class InProcessNode implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final PortBlock ports;
    private final SubstrateNode node;

    private InProcessNode(PortBlock ports, SubstrateNode node) {
        this.ports = ports;
        this.node = node;
    }

    /** Starts a node that forms a cluster of its own, and waits until it is ready. */
    static InProcessNode startReady(int number, Path folder, Path store, String config) {
        InProcessNode started = start(number, folder, store, config);
        started.node.awaitReady(READY_WITHIN);
        return started;
    }

    static InProcessNode start(int number, Path folder, Path store, String config) {
        PortBlock ports = PortBlock.reserve();
        Config settings = ConfigFactory.parseString(config).withFallback(ConfigFactory.parseString("""
                        substrate {
                          cluster-name = "alone"
                          node {
                            number = %d
                            artery-port = %d
                            http-port = %d
                            data-dir = "%s"
                            can-start-new-cluster = on
                          }
                          sqlite.file = "%s"
                        }
                        """.formatted(
                        number, ports.port(0), ports.port(1), folder.resolve("node-" + number), store)));
        try {
            return new InProcessNode(ports, SubstrateNode.start(settings));
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    SubstrateNode node() {
        return node;
    }

    String url() {
        return "http://" + node.httpAddress();
    }

    @Override
    public void close() {
        try {
            node.close();
        } finally {
            ports.close();
        }
    }
}
