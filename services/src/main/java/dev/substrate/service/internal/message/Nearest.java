package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which node a message for an id goes to. */
final class Nearest {

    private static final Pattern NODE = Pattern.compile("[0-9a-f]{40}");

    private Nearest() {}

    /**
     * Returns the member nearest to an id.
     *
     * @param ring all members: the id of one of them means that one
     * @param candidates those that can be asked
     * @param place where it is to be
     * @param tried those that were asked and did nothing
     */
    static Optional<RingMember> of(
            String id, Ring ring, Collection<RingMember> candidates, Place place, Set<NodeId> tried) {
        return Ring.of(candidates)
                .where(member -> isIn(place, member.node()) && !tried.contains(member.node()))
                .nearest(position(id, ring));
    }

    static boolean isIn(Place place, NodeId node) {
        return Place.of(place.scope(), node).equals(place);
    }

    private static RingPosition position(String id, Ring ring) {
        if (NODE.matcher(id).matches()) {
            NodeId node = new NodeId(id);
            if (ring.member(node).isPresent()) {
                return RingPosition.of(node);
            }
        }
        return RingPosition.of(id);
    }
}
