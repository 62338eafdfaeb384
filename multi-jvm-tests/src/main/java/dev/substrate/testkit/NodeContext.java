package dev.substrate.testkit;

import dev.substrate.node.SubstrateNode;

/** What a {@link NodeTask} finds in the process where it runs. */
public interface NodeContext {

    /** Returns the node's number in its cluster, from 1. */
    int number();

    /**
     * Returns the node of this process; waits until it has been started.
     *
     * @throws RuntimeException if the process runs no node, or the node failed to start
     */
    SubstrateNode node();
}
