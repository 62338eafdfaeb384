package dev.substrate.testkit.network;

import dev.substrate.testkit.internal.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network namespace for each node, connected by a bridge; the kernel drops, slows down and resets. It needs root on
 * Linux, {@code iproute2} and {@code iptables}.
 *
 * <p>Nodes are processes whose commands begin with {@link #commandPrefix}. They listen on an address of their own, by which
 * others and the test reach them. Services are reached by proxies, as with {@link ProxyDriver}, and so have its effects.
 *
 * <p>What is done to a link is done to its packets:
 *
 * <ul>
 *   <li>A cut drops all packets in one direction. A connection that is opened hangs. A connection that exists stalls in the
 *       other direction, too, because what acknowledges its bytes is dropped.
 *   <li>TCP sends again what was lost, but waits longer each time: after a heal it may take as long as the cut was.
 *   <li>{@link Link#loss} drops packets at random, not by the seed.
 *   <li>{@link Link#bandwidth} counts headers, too, and lets a packet or two pass at once before it slows down.
 *   <li>There is no delay and no jitter.
 *   <li>What is said of a port is said of TCP and UDP. A bandwidth for a port goes before that for the whole link.
 *   <li>Namespaces are removed when the driver is closed; those of killed processes when the next one is opened.
 * </ul>
 */
public final class NamespaceDriver implements NetworkDriver {

    private static final List<String> TOOLS = List.of("ip", "tc", "ss", "iptables-restore");
    private static final int ANY_PORT = 0;
    private static final int ROOT = 0;

    private final int nodes;
    private final Namespaces namespaces;
    private final ProxyLoop loop;
    private final Services services;

    // In order, so that rules come in the order in which they were asked for.
    private final Map<Route, Condition> conditions = new LinkedHashMap<>();

    private final Set<Integer> shaped = new HashSet<>();

    private NamespaceDriver(int nodes, Namespaces namespaces, ProxyLoop loop) {
        this.nodes = nodes;
        this.namespaces = namespaces;
        this.loop = loop;
        this.services = new Services(loop, (node, service) -> new InetSocketAddress(namespaces.gateway(), ANY_PORT));
    }

    /** Returns whether namespaces can be made and filtered here, or why not; tries it. */
    public static Availability availability() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Availability.no("network namespaces exist on Linux only");
        }
        if (!isRoot()) {
            return Availability.no("network namespaces need root");
        }
        List<String> missing =
                TOOLS.stream().filter(tool -> Command.find(tool).isEmpty()).toList();
        if (!missing.isEmpty()) {
            return Availability.no("not installed: " + String.join(", ", missing) + " (iproute2, iptables)");
        }
        try (NamespaceDriver attempt = open(2, 0)) {
            attempt.apply(Route.of(Peer.node(1), Peer.node(2)), Condition.WHOLE.withCut(true));
            return Availability.yes();
        } catch (IllegalStateException e) {
            return Availability.no(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes the namespaces of a cluster.
     *
     * @param nodes how many nodes, at most 99
     * @param seed decides about jitter and loss on the links to services
     */
    public static NamespaceDriver open(int nodes, long seed) {
        if (nodes < 1 || nodes > Namespaces.NODES_MAX) {
            throw new IllegalArgumentException("A network has 1 to " + Namespaces.NODES_MAX + " nodes, not " + nodes);
        }
        return new NamespaceDriver(nodes, Namespaces.create(nodes), ProxyLoop.start(seed));
    }

    @Override
    public Set<Effect> effects(Route route) {
        return isBetweenNodes(route) ? EnumSet.of(Effect.BANDWIDTH, Effect.LOSS) : EnumSet.allOf(Effect.class);
    }

    @Override
    public NodeEndpoint address(int node, int port) {
        String address = addressOf(node);
        return new NodeEndpoint(address, port, address, port, address);
    }

    /** Returns the address that all others see: the kernel knows who sends. */
    @Override
    public InetSocketAddress addressAsSeenBy(int source, int target, int port) {
        addressOf(source);
        return addressFromOutside(target, port);
    }

    @Override
    public InetSocketAddress addressFromOutside(int node, int port) {
        return new InetSocketAddress(addressOf(node), port);
    }

    @Override
    public void addService(String name, InetSocketAddress address) {
        services.add(name, address);
    }

    @Override
    public InetSocketAddress serviceAsSeenBy(int node, String service) {
        addressOf(node);
        return services.asSeenBy(node, service);
    }

    @Override
    public List<String> commandPrefix(int node) {
        addressOf(node);
        return namespaces.prefix(node);
    }

    @Override
    public synchronized void apply(Route route, Condition condition) {
        if (!isBetweenNodes(route)) {
            loop.apply(route, condition);
            return;
        }
        Condition before = conditions.getOrDefault(route, Condition.WHOLE);
        if (condition.equals(Condition.WHOLE)) {
            conditions.remove(route);
        } else {
            conditions.put(route, condition);
        }
        if (condition.cut() != before.cut() || condition.loss() != before.loss()) {
            filter(number(route.to()));
        }
        if (condition.bytesPerSecond() != before.bytesPerSecond()) {
            shape(number(route.from()));
        }
    }

    @Override
    public synchronized void reset(Route route) {
        if (!isBetweenNodes(route)) {
            loop.reset(route);
            return;
        }
        // At both ends: the RST of the one may be lost on a link that is cut.
        kill(number(route.from()), number(route.to()), route.port());
        kill(number(route.to()), number(route.from()), route.port());
    }

    @Override
    public void close() {
        try {
            loop.close();
        } finally {
            namespaces.close();
        }
    }

    private void filter(int node) {
        String rules = Firewall.rules(Peer.node(node), conditions, this::addressOf);
        namespaces.run(node, rules, List.of(tool("iptables-restore"), "-w"));
    }

    private void shape(int node) {
        Peer peer = Peer.node(node);
        String tc = tool("tc");
        if (shaped.remove(node)) {
            namespaces.run(node, "", List.of(tc, "qdisc", "del", "dev", Shaper.DEVICE, "root"));
        }
        if (Shaper.isNeeded(peer, conditions)) {
            namespaces.run(node, Shaper.classes(peer, conditions, this::addressOf), List.of(tc, "-batch", "-"));
            shaped.add(node);
        }
    }

    private void kill(int node, int other, int port) {
        String which = port == Route.ALL_PORTS ? "" : " and ( dport = :" + port + " or sport = :" + port + " )";
        namespaces.run(node, "", List.of(tool("ss"), "-K", "-t", "dst " + addressOf(other) + which));
    }

    private boolean isBetweenNodes(Route route) {
        boolean fromNode = isNode(route.from());
        boolean toNode = isNode(route.to());
        return fromNode && toNode;
    }

    /** Returns whether it is a node, and not a service; throws if it is neither. */
    private boolean isNode(Peer peer) {
        boolean node = number(peer) > 0;
        if (!node && !services.has(peer)) {
            throw new IllegalArgumentException("There is no " + peer + " in this network");
        }
        return node;
    }

    /** Returns the number of a node, 0 if it is none. */
    private int number(Peer peer) {
        for (int node = 1; node <= nodes; node++) {
            if (Peer.node(node).equals(peer)) {
                return node;
            }
        }
        return 0;
    }

    private String addressOf(Peer peer) {
        return addressOf(number(peer));
    }

    private String addressOf(int node) {
        if (node < 1 || node > nodes) {
            throw new IllegalArgumentException("The nodes are 1 to " + nodes + ", there is no node " + node);
        }
        return namespaces.address(node);
    }

    private static String tool(String name) {
        return Command.find(name)
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("There is no '" + name + "'"));
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
