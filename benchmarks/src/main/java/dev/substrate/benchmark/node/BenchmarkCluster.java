package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.Account;
import dev.substrate.testkit.PortBlock;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nodes that are one cluster, each in a process of its own. */
public final class BenchmarkCluster implements AutoCloseable {

    private final PortBlock ports;
    private final List<NodeProcess> nodes;
    private final List<NodeProcess> clients = new ArrayList<>();
    private final List<URI> addresses;
    private final ClientStarter starter;

    /** Starts the process of a client. */
    interface ClientStarter {
        NodeProcess start(boolean straightToOwners, List<URI> nodes);
    }

    BenchmarkCluster(PortBlock ports, List<NodeProcess> nodes, List<URI> addresses, ClientStarter starter) {
        this.addresses = List.copyOf(addresses);
        this.starter = starter;
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

    /** Starts a client that is no member, in a process of its own. */
    public NodeProcess startClient(boolean straightToOwners) {
        NodeProcess client = starter.start(straightToOwners, addresses);
        clients.add(client);
        return client;
    }

    /** Compares what was acknowledged with what lies in the store. */
    public Reckoning reckon() {
        List<Account> accounts = Stream.concat(nodes.stream(), clients.stream())
                .map(NodeProcess::account)
                .toList();
        return Reckoning.of(accounts, node().storedVersions());
    }

    /** Ends the nodes. */
    @Override
    public void close() {
        try {
            clients.forEach(NodeProcess::close);
            nodes.forEach(NodeProcess::close);
        } finally {
            ports.close();
        }
    }
}
