package dev.substrate.testkit.internal;

import java.io.Serializable;
import java.util.Set;

/**
 * A task has come to a barrier.
 *
 * @param name the barrier's name
 * @param nodes whom it waits for
 */
public record BarrierEntry(String name, Set<Integer> nodes) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Copies the nodes. */
    public BarrierEntry {
        nodes = Set.copyOf(nodes);
    }
}
