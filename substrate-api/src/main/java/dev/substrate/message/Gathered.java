package dev.substrate.message;

import dev.substrate.id.NodeId;
import java.util.Map;
import java.util.Set;

/**
 * The answers of a service on all its nodes.
 *
 * @param replies what came in time, by node
 * @param missing nodes of the service that did not answer in time, went away, or could not be reached and were not asked
 */
public record Gathered<R>(Map<NodeId, Reply<R>> replies, Set<NodeId> missing) {

    /** Makes one. */
    public Gathered {
        replies = Map.copyOf(replies);
        missing = Set.copyOf(missing);
    }
}
