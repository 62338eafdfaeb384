package dev.substrate.testkit;

import dev.substrate.testkit.internal.NodePlan;
import dev.substrate.testkit.substrate.SubstrateProgram;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells the processes of a cluster what they are to be. */
final class NodePlans {

    private final ClusterTest spec;
    private final ClusterFolder folder;
    private final TestStore store;
    private final NodePlaces places;

    NodePlans(ClusterTest spec, ClusterFolder folder, TestStore store, NodePlaces places) {
        this.spec = spec;
        this.folder = folder;
        this.store = store;
        this.places = places;
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
                places.binding(nodeNumber),
                places.outboundHost(nodeNumber),
                spec.startedNodes() == 0 ? spec.nodes() : spec.startedNodes(),
                IntStream.rangeClosed(1, spec.nodes())
                        .mapToObj(places::advertised)
                        .toList());
    }

    private String config(int nodeNumber) {
        String ofStore = SubstrateProgram.class.isAssignableFrom(spec.program())
                ? "substrate {\n" + places.config(store, nodeNumber) + "}\n"
                : "";
        String own = Stream.of(spec.nodeOptions())
                .filter(options -> options.node() == nodeNumber)
                .map(NodeOptions::config)
                .collect(Collectors.joining("\n"));
        return ofStore + spec.config() + "\n" + own + "\n";
    }
}
