package dev.substrate.testkit;

import dev.substrate.testkit.network.NetworkDriver;
import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.network.NodeEndpoint;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the nodes of a cluster and its store are, for each other and for the test: side by side, or behind a network. */
final class NodePlaces implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final List<NodePorts> ports;
    private final @Nullable NetworkDriver driver;

    private NodePlaces(List<NodePorts> ports, @Nullable NetworkDriver driver) {
        this.ports = ports;
        this.driver = driver;
    }

    /** Makes the network, if there is to be one. */
    static NodePlaces open(NetworkKind kind, List<NodePorts> ports, TestStore store, long seed) {
        if (kind == NetworkKind.NONE) {
            return new NodePlaces(ports, null);
        }
        NetworkDriver driver = kind.open(ports.size(), seed);
        if (store instanceof CassandraHandle cassandra) {
            driver.addService(TestCluster.STORE_SERVICE, cassandra.address());
        }
        return new NodePlaces(ports, driver);
    }

    @Nullable
    NetworkDriver driver() {
        return driver;
    }

    NodeAddress binding(int node) {
        NodePorts own = portsOf(node);
        return new NodeAddress(
                driver == null ? HOST : driver.address(node, own.cluster()).bindHost(), own.cluster(), own.http());
    }

    /** Returns where the other nodes reach a node; both ports are open to them from now on. */
    NodeAddress advertised(int node) {
        NodePorts own = portsOf(node);
        if (driver == null) {
            return binding(node);
        }
        NodeEndpoint cluster = driver.address(node, own.cluster());
        NodeEndpoint http = driver.address(node, own.http());
        return new NodeAddress(cluster.advertisedHost(), cluster.advertisedPort(), http.advertisedPort());
    }

    String outboundHost(int node) {
        return driver == null
                ? ""
                : driver.address(node, portsOf(node).cluster()).clientHost();
    }

    /** Returns the host on which the test finds a node, whatever happens to the network. */
    String hostForTest(int node) {
        return driver == null
                ? HOST
                : driver.addressFromOutside(node, portsOf(node).http()).getHostString();
    }

    /** Returns the settings with which a node uses the store. */
    String config(TestStore store, int node) {
        if (driver == null || !(store instanceof CassandraHandle cassandra)) {
            return store.config();
        }
        InetSocketAddress own = driver.serviceAsSeenBy(node, TestCluster.STORE_SERVICE);
        return cassandra.config(own.getHostString() + ":" + own.getPort());
    }

    /** Returns what stands before the command of a node's process. */
    List<String> commandPrefix(int node) {
        return driver == null ? List.of() : driver.commandPrefix(node);
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private NodePorts portsOf(int node) {
        return ports.get(node - 1);
    }
}
