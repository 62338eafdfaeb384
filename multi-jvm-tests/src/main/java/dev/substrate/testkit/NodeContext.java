package dev.substrate.testkit;

import dev.substrate.node.SubstrateNode;
import java.util.function.Supplier;

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

    /**
     * Returns an object that all tasks in this process share under a name, for a task to tell others how far it is. It
     * lives as long as the process.
     *
     * @param name the object's name; it always stands for an object of one class
     * @param initial makes the object for the first who asks
     */
    <T> T shared(String name, Supplier<T> initial);
}
