package dev.substrate.message;

import dev.substrate.id.NodeId;
import java.util.Set;

/**
 * What became of something that was published, or sent to all nodes of a service.
 *
 * @param reached nodes that have handed it to all their subscribers
 * @param unanswered nodes with subscribers that did not acknowledge in time, went away, or could not be reached: they may have it or not
 */
public record Published(Set<NodeId> reached, Set<NodeId> unanswered) {

    /** Makes one. */
    public Published {
        reached = Set.copyOf(reached);
        unanswered = Set.copyOf(unanswered);
    }
}
