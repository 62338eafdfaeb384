package dev.substrate.testkit.network;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * Carries the bytes between the nodes of one cluster, and does to them what it is told. {@link NetworkKind#open} makes one.
 *
 * <p>What a method does is done when it returns; what has passed by then has passed. Drivers take calls from any thread,
 * one at a time.
 */
public interface NetworkDriver extends AutoCloseable {

    /**
     * Returns what this driver can do to a link beyond cutting and resetting it.
     *
     * @throws IllegalArgumentException if there is no such link
     */
    Set<Effect> effects(Route route);

    /** Opens a port of a node to the others, and returns where it is. A port that is open stays as it is. */
    NodeEndpoint address(int node, int port);

    /**
     * Returns where one node reaches a port of another, for programs that cannot choose the address from which they
     * connect: who comes to this one is taken for {@code source}.
     */
    InetSocketAddress addressAsSeenBy(int source, int target, int port);

    /** Returns where the test reaches a port of a node, whatever happens to the links. */
    InetSocketAddress addressFromOutside(int node, int port);

    /** Makes a service that this process reaches, a database say, known to the nodes, by its name. */
    void addService(String name, InetSocketAddress address);

    /** Returns where a node reaches a service; each node has an address of its own for it, and so a link of its own. */
    InetSocketAddress serviceAsSeenBy(int node, String service);

    /** Returns what must stand before the command that starts a node's process. */
    List<String> commandPrefix(int node);

    /** Puts a link, or one port of it, into a condition. */
    void apply(Route route, Condition condition);

    /** Breaks all connections between two peers, or those to one port, whichever of the two opened them: both ends get RST. */
    void reset(Route route);

    /** Removes everything that this driver has made. */
    @Override
    void close();
}
