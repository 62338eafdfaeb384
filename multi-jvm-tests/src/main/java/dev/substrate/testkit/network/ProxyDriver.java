package dev.substrate.testkit.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * TCP proxies on loopback addresses between the nodes: one for each port of each node, which tells the links apart by the
 * addresses from which connections come. It needs no rights and knows all effects.
 *
 * <p>A node listens on an address of its own that nobody else is told, and is reached by another one, where its proxy
 * listens ({@link #address}). It has to connect to others from that other address, too ({@link NodeEndpoint#clientHost});
 * what comes from elsewhere is taken for the test's, to which nothing ever happens. Programs that cannot choose where they
 * connect from take {@link #addressAsSeenBy}.
 *
 * <p>What proxies are, and what they are not:
 *
 * <ul>
 *   <li>While a link is cut, a connection is still accepted, by the proxy: the program that opens it sees one on which
 *       nothing comes back. The proxy opens it to the target when the link from the client to the target heals. With real
 *       loss the opening itself would hang.
 *   <li>What a sender has sent stays in its order. While a link is cut, slow or late, a proxy holds up to {@value
 *       ProxyFlow#WINDOW_BYTES} bytes in each direction of each connection, and stops reading then, so that the sender has to
 *       wait. After a heal everything held arrives; that a connection was closed or broken meanwhile, too.
 *   <li>A cut of one direction leaves the other untouched: acknowledgements pass. With real loss they would not, and the
 *       other direction would stall after a while.
 *   <li>A delay is one way, and counts for the opening of a connection as for bytes.
 *   <li>Nothing is ever lost on a TCP connection, it only arrives late. {@link Link#loss} is the probability by which what is
 *       read at once, up to 64 KiB, is late by the time after which TCP sends it again: 200 ms, and twice as much for each
 *       time that this is lost, too, up to 3.2 s. What follows on the same connection waits.
 *   <li>A port where nobody listens takes connections and resets them at once.
 *   <li>TCP only.
 * </ul>
 */
public final class ProxyDriver implements NetworkDriver {

    private static final int ANY_PORT = 0;

    private final int nodes;
    private final LoopbackRange range;
    private final ProxyLoop loop;
    private final Services services;
    private final Set<InetSocketAddress> listeners = new HashSet<>();
    private final Map<String, Peer> nodesByAddress = new HashMap<>();

    private ProxyDriver(int nodes, LoopbackRange range, ProxyLoop loop) {
        this.nodes = nodes;
        this.range = range;
        this.loop = loop;
        this.services =
                new Services(loop, (node, service) -> new InetSocketAddress(range.service(node, service), ANY_PORT));
        for (int node = 1; node <= nodes; node++) {
            nodesByAddress.put(range.advertised(node), Peer.node(node));
        }
    }

    /** Returns whether loopback addresses can be bound here, or why not. */
    public static Availability availability() {
        return LoopbackRange.whyNone().map(Availability::no).orElseGet(Availability::yes);
    }

    /**
     * Makes the links of a cluster.
     *
     * @param nodes how many nodes, at most 99
     * @param seed decides about jitter and loss
     */
    public static ProxyDriver open(int nodes, long seed) {
        if (nodes < 1 || nodes > LoopbackRange.NODES_MAX) {
            throw new IllegalArgumentException(
                    "A network has 1 to " + LoopbackRange.NODES_MAX + " nodes, not " + nodes);
        }
        return new ProxyDriver(nodes, LoopbackRange.reserve(), ProxyLoop.start(seed));
    }

    @Override
    public Set<Effect> effects(Route route) {
        requireExisting(route);
        return EnumSet.allOf(Effect.class);
    }

    @Override
    public synchronized NodeEndpoint address(int node, int port) {
        requireNode(node);
        String advertised = range.advertised(node);
        listen(
                new InetSocketAddress(advertised, port),
                client -> nodesByAddress.getOrDefault(client.getHostAddress(), Peer.OUTSIDE),
                node);
        return new NodeEndpoint(range.bound(node), port, advertised, port, advertised);
    }

    @Override
    public synchronized InetSocketAddress addressAsSeenBy(int source, int target, int port) {
        requireNode(source);
        requireNode(target);
        var at = new InetSocketAddress(range.seenBy(source, target), port);
        listen(at, client -> Peer.node(source), target);
        return at;
    }

    @Override
    public InetSocketAddress addressFromOutside(int node, int port) {
        requireNode(node);
        return new InetSocketAddress(range.bound(node), port);
    }

    @Override
    public void addService(String name, InetSocketAddress address) {
        services.add(name, address);
    }

    @Override
    public InetSocketAddress serviceAsSeenBy(int node, String service) {
        requireNode(node);
        return services.asSeenBy(node, service);
    }

    /** Returns nothing: the nodes are processes as others. */
    @Override
    public List<String> commandPrefix(int node) {
        return List.of();
    }

    @Override
    public void apply(Route route, Condition condition) {
        requireExisting(route);
        loop.apply(route, condition);
    }

    @Override
    public void reset(Route route) {
        requireExisting(route);
        loop.reset(route);
    }

    @Override
    public void close() {
        try {
            loop.close();
        } finally {
            range.close();
        }
    }

    private void listen(InetSocketAddress at, Function<InetAddress, Peer> clients, int target) {
        if (!listeners.contains(at)) {
            loop.listen(at, clients, Peer.node(target), new InetSocketAddress(range.bound(target), at.getPort()));
            listeners.add(at);
        }
    }

    private void requireNode(int node) {
        if (node < 1 || node > nodes) {
            throw new IllegalArgumentException("The nodes are 1 to " + nodes + ", there is no node " + node);
        }
    }

    private void requireExisting(Route route) {
        for (Peer peer : List.of(route.from(), route.to())) {
            if (!nodesByAddress.containsValue(peer) && !services.has(peer)) {
                throw new IllegalArgumentException("There is no " + peer + " in this network");
            }
        }
    }
}
