package dev.substrate.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** What a {@link NodeProgram} and a {@link NodeTask} find in the process where they run. For any thread. */
public interface NodeContext {

    /** Returns the node's number in its cluster, from 1. */
    int number();

    /** Returns how many nodes the cluster has, alive or not. */
    int nodes();

    /**
     * Returns how many of the nodes, those with the lowest numbers, are there from the beginning: through them, whoever comes
     * later finds the cluster.
     */
    int startedNodes();

    /** Returns how many processes of this node there were so far, this one included. */
    int incarnation();

    /** Returns where the program is to listen. */
    NodeAddress binding();

    /** Returns where this process reaches a node; for its own number, where the others reach it. */
    NodeAddress address(int number);

    /**
     * Returns the IP address from which this process is to connect to other nodes, so that the kit can tell its connections
     * from those of others; empty if it need not.
     */
    String outboundHost();

    /** Returns the node's own working folder; what lies in it is still there when the node is started again. */
    Path folder();

    /** Returns the folder in which everything of the cluster lies, logs included. */
    Path clusterFolder();

    /** Returns the settings of the test for this node, as {@link ClusterTest#config} and {@link NodeOptions#config} say. */
    String config();

    /** Returns whether this process may form a new cluster: none of the others was alive when it was started. */
    boolean canStartCluster();

    /**
     * Returns what the node's program has started; waits until it has.
     *
     * @throws RuntimeException if the program did not start, or started something else
     */
    <T> T running(Class<T> type);

    /**
     * Returns an object that all tasks in this process share under a name, for a task to tell others how far it is. It
     * lives as long as the process.
     *
     * @param name the object's name; it always stands for an object of one class
     * @param initial makes the object for the first who asks
     */
    <T> T shared(String name, Supplier<T> initial);

    /** Waits in a task of this node until all nodes have come to a barrier, as {@link #barrier(String, Set, Duration)}. */
    void barrier(String name, Duration atMost);

    /**
     * Waits in a task of this node until each of some nodes, this one among them, has come to a barrier. A barrier opens once; after
     * that its name stands for a new one. It is kept by the test's process, so any node may die.
     *
     * @param atMost for how long; stretched by {@link TimeFactor}
     * @throws IllegalStateException if one of the nodes is not alive, or ends before the barrier opens
     * @throws AssertionError if the time passes; it names those who are missing
     */
    void barrier(String name, Set<Integer> nodes, Duration atMost);
}
