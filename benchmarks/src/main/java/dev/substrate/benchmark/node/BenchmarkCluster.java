package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.Account;
import dev.substrate.testkit.PortBlock;
import java.util.List;

/** Nodes that are one cluster, each in a process of its own. */
public final class BenchmarkCluster implements AutoCloseable {

    private final PortBlock ports;
    private final List<NodeProcess> nodes;

    BenchmarkCluster(PortBlock ports, List<NodeProcess> nodes) {
        this.ports = ports;
        this.nodes = List.copyOf(nodes);
    }

    void awaitReady() {
        nodes.forEach(NodeProcess::awaitReady);
    }

    /** Returns the nodes. */
    public List<NodeProcess> nodes() {
        return nodes;
    }

    /** Returns the first node. */
    public NodeProcess node() {
        return nodes.get(0);
    }

    /** Compares what was acknowledged with what lies in the store. */
    public Reckoning reckon() {
        List<Account> accounts = nodes.stream().map(NodeProcess::account).toList();
        return Reckoning.of(accounts, node().storedVersions());
    }

    /** Ends the nodes. */
    @Override
    public void close() {
        try {
            nodes.forEach(NodeProcess::close);
        } finally {
            ports.close();
        }
    }
}
