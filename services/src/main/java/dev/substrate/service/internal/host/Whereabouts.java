package dev.substrate.service.internal.host;

import dev.substrate.id.NodeId;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.internal.slot.NearestNodes;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where else a service seems to be active, as its host on a node sees it. Safe for use by several threads. */
final class Whereabouts {

    private final Service<?> service;
    private final HostEnvironment env;

    Whereabouts(Service<?> service, HostEnvironment env) {
        this.service = service;
        this.env = env;
    }

    /**
     * Returns the other nodes where it is active, the nearest to this one first.
     *
     * @param table its slots; null if they are not known
     * @param carriers who carries it; null if that is not known
     */
    List<NodeId> elsewhere(@Nullable PlacedTable table, ServiceHost.@Nullable Carriers carriers) {
        NodeId self = env.self().get().node();
        Ring ring = env.seen().get().ring();
        Set<NodeId> active = new HashSet<>();
        if (service.activation() instanceof Activation.Always) {
            ring.members().forEach(member -> active.add(member.node()));
        } else if (service.activation() instanceof Activation.Supernode supernode) {
            if (carriers != null) {
                active.addAll(nearest(service.name(), supernode, carriers.carriers(), ring, self));
            }
        } else if (table != null) {
            for (Slot slot : table.table().held()) {
                if (slot.holder() != null) {
                    active.add(slot.holder().id());
                }
            }
        }
        return ring.byNearness(RingPosition.of(self)).stream()
                .map(RingMember::node)
                .filter(node -> !node.equals(self) && active.contains(node))
                .toList();
    }

    /** Returns the members nearest to the points of a service, in a node's zone. */
    static Set<NodeId> nearest(
            String service, Activation.Supernode supernode, Ring carriers, Ring ring, NodeId inZoneOf) {
        return NearestNodes.of(
                service,
                supernode.points(),
                carriers.where(member -> ring.member(member.node()).isPresent()),
                inZoneOf);
    }
}
