package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingPosition;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Where a service is active that follows evenly spaced points of the ring. */
public final class NearestNodes {

    private NearestNodes() {}

    /**
     * Returns the nodes of a zone that are nearest to the points of a service.
     *
     * @param service its name; services with as many points have them at other positions
     * @param carriers the members that carry the service
     */
    public static Set<NodeId> of(String service, int points, Ring carriers, NodeId inZoneOf) {
        Ring zone = carriers.in(Place.of(Scope.ZONE, inZoneOf));
        Set<NodeId> nodes = new LinkedHashSet<>();
        for (RingPosition point : RingPosition.spaced(points, RingPosition.of("service-points:" + service))) {
            zone.nearest(point).ifPresent(member -> nodes.add(member.node()));
        }
        return nodes;
    }

    /** Returns the node of a zone that is nearest to the first point of a service. */
    public static Optional<NodeId> first(String service, int points, Ring carriers, NodeId inZoneOf) {
        return of(service, points, carriers, inZoneOf).stream().findFirst();
    }
}
