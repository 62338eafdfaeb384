package dev.substrate.testkit.network;

/**
 * The way of bytes in one direction between two peers, on all ports or on one.
 *
 * <p>The port is the one that a connection was opened to, whichever of the two opened it: bytes from node 1 to node 2 on
 * port 80 are requests of node 1 to a server on node 2, and answers of a server on node 1.
 *
 * @param from where the bytes come from
 * @param to where they go
 * @param port the port, or {@link #ALL_PORTS}
 */
public record Route(Peer from, Peer to, int port) {

    /** In place of a port: whatever the port. */
    public static final int ALL_PORTS = 0;

    private static final int PORT_MAX = 65_535;

    /** Refuses ports that do not exist, and ways from a peer to itself. */
    public Route {
        if (port < ALL_PORTS || port > PORT_MAX) {
            throw new IllegalArgumentException("There is no port " + port);
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("There is no link from " + from + " to itself");
        }
    }

    /** Returns the way for all ports. */
    public static Route of(Peer from, Peer to) {
        return new Route(from, to, ALL_PORTS);
    }

    Route onAllPorts() {
        return port == ALL_PORTS ? this : of(from, to);
    }

    /** Returns whether a connection between two peers runs here or on the way back. */
    boolean carries(Peer client, Peer server, int serverPort) {
        boolean there = from.equals(client) && to.equals(server);
        boolean back = from.equals(server) && to.equals(client);
        return (there || back) && (port == ALL_PORTS || port == serverPort);
    }

    @Override
    public String toString() {
        return from + " -> " + to + (port == ALL_PORTS ? "" : " port " + port);
    }
}
