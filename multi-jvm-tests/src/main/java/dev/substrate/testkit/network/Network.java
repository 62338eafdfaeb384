package dev.substrate.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The links between the nodes of a cluster under test, numbered from 1, and what a test does to them.
 *
 * <p>Faults add up until {@link #heal}: a partition does not end the one before. Each is in force when the method that
 * asks for it returns; bytes that have arrived by then have arrived, and those that the target's system has taken but the
 * program has not read count among them. After a heal, programs may take a while to notice: TCP waits longer and longer
 * between its attempts, and so do most programs. Methods may be called from any thread.
 *
 * <pre>{@code
 * network.partition(Set.of(1), Set.of(2, 3));
 * network.link(2, 3).port(2552).delay(Duration.ofMillis(50)).jitter(Duration.ofMillis(20));
 * network.link(1, "store").cut();
 * network.heal();
 * }</pre>
 */
public final class Network {

    private final NetworkDriver driver;
    private final int nodes;
    private final Consumer<String> listener;
    private final Map<Route, Condition> conditions = new HashMap<>();
    private final Set<Flap> flaps = new HashSet<>();

    /**
     * Speaks to a driver.
     *
     * @param nodes how many nodes there are
     * @param listener is told in words what has been done, on the thread that did it
     */
    public Network(NetworkDriver driver, int nodes, Consumer<String> listener) {
        this.driver = driver;
        this.nodes = nodes;
        this.listener = listener;
    }

    /**
     * Cuts all links between nodes of different groups, in both directions. Nodes that are in no group form one more.
     *
     * @param groups sets of node numbers that share none
     */
    @SafeVarargs
    public final void partition(Set<Integer>... groups) {
        List<Set<Integer>> all = new ArrayList<>();
        for (Set<Integer> group : groups) {
            all.add(group);
        }
        addTheRest(all);
        List<Route> between = new ArrayList<>();
        for (Set<Integer> group : all) {
            for (Set<Integer> other : all) {
                if (group != other) {
                    between.addAll(routes(group, other));
                }
            }
        }
        cutAll(between, "partition " + all.stream().map(Network::words).collect(Collectors.joining(" | ")));
    }

    /** Cuts a node off from all other nodes, in both directions. It still reaches services, and the test reaches it. */
    public void isolate(int node) {
        Set<Integer> others = allNodes();
        others.remove(checked(node));
        List<Route> both = new ArrayList<>(routes(Set.of(node), others));
        both.addAll(routes(others, Set.of(node)));
        cutAll(both, "isolate node " + node);
    }

    /** Cuts one direction: what {@code from} sends does not arrive at {@code to}, what {@code to} sends arrives at {@code from}. */
    public void oneWay(int from, int to) {
        cutAll(List.of(route(from, to)), "one way: cut " + route(from, to));
    }

    /**
     * Cuts two groups off from each other, both of which see a third one: {@code left} and {@code right} do not see each
     * other, {@code middle} sees all.
     */
    public void bridge(Set<Integer> left, Set<Integer> middle, Set<Integer> right) {
        requireApart(List.of(left, middle, right));
        List<Route> both = new ArrayList<>(routes(left, right));
        both.addAll(routes(right, left));
        cutAll(both, "bridge " + words(left) + " - " + words(middle) + " - " + words(right));
    }

    /** Returns one direction between two nodes. */
    public Link link(int from, int to) {
        return new Link(this, route(from, to));
    }

    /** Returns the direction from a node to a service, such as {@code "store"}. */
    public Link link(int from, String service) {
        return new Link(this, existing(Route.of(Peer.node(checked(from)), Peer.service(service))));
    }

    /** Returns the direction from a service to a node. */
    public Link link(String service, int to) {
        return new Link(this, existing(Route.of(Peer.service(service), Peer.node(checked(to)))));
    }

    /** Cuts links and heals them in a rhythm, all of them together, until told to stop, by {@link #heal} at the latest. */
    public Flap flap(Rhythm rhythm, Link... links) {
        List<Route> routes = List.of(links).stream().map(Link::route).toList();
        synchronized (this) {
            Flap flap = Flap.start(this, routes, rhythm);
            flaps.add(flap);
            return flap;
        }
    }

    /** Ends all faults: flapping stops, all links are whole, and what was held is on its way. */
    public void heal() {
        List<Flap> running;
        synchronized (this) {
            running = List.copyOf(flaps);
        }
        // Not under the lock, which a flapping link takes too before it ends.
        running.forEach(Flap::end);
        healLinks();
        running.forEach(Flap::throwFailure);
    }

    private synchronized void healLinks() {
        if (conditions.isEmpty()) {
            return;
        }
        List.copyOf(conditions.keySet()).forEach(route -> put(route, Condition.WHOLE));
        listener.accept("heal the network");
    }

    synchronized void change(Route route, Link.Change change, String words) {
        put(route, change.of(conditions.getOrDefault(route, Condition.WHOLE)));
        listener.accept(route + ": " + words);
    }

    synchronized void changeAll(List<Route> routes, Link.Change change, String words) {
        routes.forEach(route -> put(route, change.of(conditions.getOrDefault(route, Condition.WHOLE))));
        listener.accept(words);
    }

    synchronized void reset(Route route) {
        driver.reset(route);
        listener.accept(route + ": reset");
    }

    synchronized void forget(Flap flap) {
        flaps.remove(flap);
    }

    void require(Route route, Effect effect) {
        if (!driver.effects(route).contains(effect)) {
            throw new UnsupportedOperationException(
                    "This network has no " + effect + " on " + route + ", only " + driver.effects(route));
        }
    }

    private void cutAll(List<Route> routes, String words) {
        changeAll(routes, condition -> condition.withCut(true), words);
    }

    private void put(Route route, Condition condition) {
        driver.apply(route, condition);
        if (condition.equals(Condition.WHOLE)) {
            conditions.remove(route);
        } else {
            conditions.put(route, condition);
        }
    }

    private void addTheRest(List<Set<Integer>> groups) {
        requireApart(groups);
        Set<Integer> rest = allNodes();
        groups.forEach(rest::removeAll);
        if (!rest.isEmpty()) {
            groups.add(rest);
        }
    }

    private void requireApart(List<Set<Integer>> groups) {
        Set<Integer> seen = new HashSet<>();
        for (Set<Integer> group : groups) {
            for (int node : group) {
                if (!seen.add(checked(node))) {
                    throw new IllegalArgumentException("Node " + node + " is in two groups: " + groups);
                }
            }
        }
    }

    private static List<Route> routes(Set<Integer> sources, Set<Integer> targets) {
        return sources.stream()
                .flatMap(from -> targets.stream().map(to -> Route.of(Peer.node(from), Peer.node(to))))
                .toList();
    }

    private Route route(int from, int to) {
        return Route.of(Peer.node(checked(from)), Peer.node(checked(to)));
    }

    /** A misspelt service would be a link where nothing ever happens: the driver knows those that exist. */
    private Route existing(Route route) {
        driver.effects(route);
        return route;
    }

    private int checked(int node) {
        if (node < 1 || node > nodes) {
            throw new IllegalArgumentException("The nodes are 1 to " + nodes + ", there is no node " + node);
        }
        return node;
    }

    private Set<Integer> allNodes() {
        return IntStream.rangeClosed(1, nodes).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Set<Integer> group) {
        return new TreeSet<>(group).toString().replace('[', '{').replace(']', '}');
    }
}
