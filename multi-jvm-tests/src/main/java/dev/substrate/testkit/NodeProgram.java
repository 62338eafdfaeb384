package dev.substrate.testkit;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What runs in each node process of a cluster under test. A process makes one, by the public constructor without parameters,
 * when it starts; a process that is started again makes another.
 *
 * <p>A program that is to end in an orderly way when {@link NodeHandle#stop} sends SIGTERM sees to that itself, by a
 * shutdown hook, as it does in production.
 *
 * @param <T> what tasks find in {@link NodeContext#running}
 */
public interface NodeProgram<T> {

    /**
     * Starts the program, and returns without waiting for other nodes: they may be started later, or never.
     *
     * @return what tasks are to work with; an {@code ActorSystem}, say
     * @throws Exception if it does not start, which ends the process and fails the test
     */
    T start(NodeContext context) throws Exception;

    /**
     * Returns whether the program does its work by now, for {@link TestCluster#awaitReady}; asked again and again, on threads
     * of the kit. What it throws means that it does not yet.
     *
     * @param running what {@link #start} has returned
     */
    default boolean isReady(NodeContext context, T running) throws Exception {
        return true;
    }

    /**
     * Returns the numbers of the nodes that this one takes for members of its cluster and can reach, its own included; asked for
     * by {@link NodeHandle#members}. By default all, for programs that have no members.
     *
     * @param running what {@link #start} has returned
     */
    default Set<Integer> members(NodeContext context, T running) throws Exception {
        return IntStream.rangeClosed(1, context.nodes()).boxed().collect(Collectors.toSet());
    }
}
