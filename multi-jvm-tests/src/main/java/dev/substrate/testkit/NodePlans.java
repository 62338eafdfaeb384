package dev.substrate.testkit;

import dev.substrate.testkit.internal.NodePlan;
import dev.substrate.testkit.substrate.SubstrateProgram;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the processes of a cluster what they are to be. */
final class NodePlans {

    private static final String HOST = "127.0.0.1";

    private final ClusterTest spec;
    private final ClusterFolder folder;
    private final List<NodePorts> ports;
    private final TestStore store;

    NodePlans(ClusterTest spec, ClusterFolder folder, List<NodePorts> ports, TestStore store) {
        this.spec = spec;
        this.folder = folder;
        this.ports = ports;
        this.store = store;
    }

    NodePlan plan(int nodeNumber, int incarnation, boolean canStartCluster) {
        return new NodePlan(
                nodeNumber,
                incarnation,
                spec.program().getName(),
                canStartCluster,
                folder.data(nodeNumber),
                folder.path(),
                config(nodeNumber),
                address(ports.get(nodeNumber - 1)),
                "",
                spec.startedNodes() == 0 ? spec.nodes() : spec.startedNodes(),
                ports.stream().map(NodePlans::address).toList());
    }

    private static NodeAddress address(NodePorts ports) {
        return new NodeAddress(HOST, ports.cluster(), ports.http());
    }

    private String config(int nodeNumber) {
        String ofStore =
                SubstrateProgram.class.isAssignableFrom(spec.program()) ? "substrate {\n" + store.config() + "}\n" : "";
        String own = Stream.of(spec.nodeOptions())
                .filter(options -> options.node() == nodeNumber)
                .map(NodeOptions::config)
                .collect(Collectors.joining("\n"));
        return ofStore + spec.config() + "\n" + own + "\n";
    }
}
