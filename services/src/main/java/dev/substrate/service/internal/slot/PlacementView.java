package dev.substrate.service.internal.slot;

import dev.substrate.id.NodeId;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import java.util.List;
import java.util.Set;

/**
 * What is known when slots are given to nodes.
 *
 * @param candidates the nodes that may be granted slots
 * @param alive the lives of nodes that are in the cluster in any state
 * @param settled whether the members have been the same for a while, so that a holder that is not among them is gone
 * @param tables all tables that could be read
 * @param resting where a service failed so recently that it is not tried again yet
 */
public record PlacementView(
        List<Candidate> candidates, Set<Long> alive, boolean settled, List<PlacedTable> tables, Set<Rest> resting) {

    /** Makes a view. */
    public PlacementView {
        candidates = List.copyOf(candidates);
        alive = Set.copyOf(alive);
        tables = List.copyOf(tables);
        resting = Set.copyOf(resting);
    }

    /** A service that is not tried on a node for now. */
    public record Rest(TableId table, NodeId node) {}
}
