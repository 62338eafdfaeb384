package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.service.internal.host.HostStatus;
import dev.substrate.service.internal.host.ServiceHosts;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How services are on the nodes of a cluster, asked inside them. */
final class ServiceStates {

    private static final Duration SPREAD_WITHIN = Duration.ofSeconds(60);

    private ServiceStates() {}

    /** Returns the numbers of the living nodes where each service is active. */
    static Map<String, List<Integer>> active(TestCluster cluster) {
        Map<String, List<Integer>> active = new TreeMap<>();
        for (NodeHandle each : cluster.nodes()) {
            if (each.isAlive()) {
                each.call(ServiceStates::activeHere)
                        .forEach((service, token) -> active.computeIfAbsent(service, name -> new ArrayList<>())
                                .add(each.number()));
            }
        }
        return active;
    }

    static Map<String, Long> activeHere(NodeContext context) {
        Map<String, Long> active = new HashMap<>();
        ServiceHosts.get(node(context).system()).all().forEach(hosted -> {
            HostStatus status = hosted.status().get();
            if (status.state() == HostStatus.State.ACTIVE) {
                active.put(hosted.service().name(), status.token());
            }
        });
        return active;
    }

    /** Returns how many of the services with one slot each living node runs, in growing order. */
    static List<Long> loads(TestCluster cluster) {
        Map<String, List<Integer>> active = active(cluster);
        return cluster.nodes().stream()
                .filter(NodeHandle::isAlive)
                .map(each -> active.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(each.number()))
                        .filter(entry -> !entry.getKey().equals("always")
                                && !entry.getKey().equals("super"))
                        .count())
                .sorted()
                .toList();
    }

    /** Waits until each of the services with slots is held, and spread evenly: nothing is moved then. */
    static void awaitEven(TestCluster cluster) {
        int nodes = cluster.nodes().size();
        cluster.await("slots are evenly spread", SPREAD_WITHIN, () -> {
            List<Long> loads = loads(cluster);
            return loads.size() == nodes
                    && held(cluster) == ServicesProgram.SLOTS
                    && loads.get(nodes - 1) - loads.get(0) <= 1;
        });
    }

    /** Returns how many slots are held. */
    static long held(TestCluster cluster) {
        return loads(cluster).stream().mapToLong(Long::longValue).sum();
    }

    /** Does something to the slots of a service. */
    static String command(NodeContext context, String service, SlotCommand command) throws Exception {
        return ServiceHosts.get(node(context).system())
                .records()
                .apply(new PlacedTable.TableId(service, Place.EVERYWHERE), command)
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS)
                .toString();
    }

    static String self(NodeContext context) {
        return RingView.get(node(context).system()).self().node().hex();
    }
}
