package dev.substrate.testkit;

import dev.substrate.testkit.machine.NodeClock;
import dev.substrate.testkit.machine.NodeDisk;
import dev.substrate.testkit.network.Network;
import dev.substrate.testkit.network.NetworkDriver;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of one test: node processes on this machine, numbered from 1, started before the test begins.
 *
 * <p>All deadlines are stretched by {@link TimeFactor}; one that passes is an {@link AssertionError}. While something is
 * waited for here, a node that ends although nobody asked for it fails the test at once.
 */
public final class TestCluster {

    /** The name under which a network knows the Cassandra of the test. */
    public static final String STORE_SERVICE = "store";

    private static final Duration READY_DEADLINE = Duration.ofSeconds(60);
    private static final Duration HTTP_CONNECT_DEADLINE = Duration.ofSeconds(2);

    private final String test;
    private final ClusterFolder folder;
    private final int startedNodes;
    private final PortBlock block;
    private final List<NodePorts> ports;
    private final List<NodeHandle> nodes;
    private final TestStore store;
    private final NodePlaces places;
    private final @Nullable Network network;
    private final NodeMachines machines;
    private final NodePlans plans;
    private final ClassArchive classes;
    private final NodeCommand command;
    private final Barriers barriers = new Barriers();
    private final ClusterEvents events = new ClusterEvents();
    private final long seed = TestSeed.draw();
    private final HttpClient httpClient = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HTTP_CONNECT_DEADLINE)
            .build();

    /**
     * Makes the cluster of a test, without starting it.
     *
     * @param test the test, as {@code Class#method}
     */
    TestCluster(ClusterTest spec, String test, ClusterFolder folder, TestStore store) {
        if (spec.nodes() < 1 || spec.nodes() > NodePorts.NODES_MAX) {
            throw new IllegalArgumentException(
                    "A cluster has 1 to " + NodePorts.NODES_MAX + " nodes, not " + spec.nodes());
        }
        this.test = test;
        if (spec.startedNodes() < 0 || spec.startedNodes() > spec.nodes()) {
            throw new IllegalArgumentException(
                    "Of " + spec.nodes() + " nodes, " + spec.startedNodes() + " cannot be started");
        }
        for (NodeOptions options : spec.nodeOptions()) {
            if (options.node() < 1 || options.node() > spec.nodes()) {
                throw new IllegalArgumentException(
                        "The nodes are 1 to " + spec.nodes() + ", there are no options for node " + options.node());
            }
        }
        this.startedNodes = spec.startedNodes() == 0 ? spec.nodes() : spec.startedNodes();
        this.folder = folder;
        this.classes = ClassArchive.of(NodeCommand.classPath(), spec.program());
        this.block = PortBlock.reserve();
        this.ports = IntStream.rangeClosed(1, spec.nodes())
                .mapToObj(number -> NodePorts.of(block, number))
                .toList();
        this.nodes = IntStream.rangeClosed(1, spec.nodes())
                .mapToObj(number -> new NodeHandle(this, number))
                .toList();
        this.store = store;
        this.places = openPlaces(spec);
        NetworkDriver driver = places.driver();
        this.network = driver == null ? null : new Network(driver, spec.nodes(), events::add);
        this.machines = openMachines(spec);
        this.plans = new NodePlans(spec, folder, store, places);
        this.command = new NodeCommand(folder, spec, classes);
    }

    private NodePlaces openPlaces(ClusterTest spec) {
        try {
            return NodePlaces.open(spec.network(), ports, store, seed);
        } catch (RuntimeException e) {
            block.close();
            throw e;
        }
    }

    private NodeMachines openMachines(ClusterTest spec) {
        try {
            return new NodeMachines(spec, folder, (node, what) -> events.add("node " + node + ": " + what));
        } catch (RuntimeException e) {
            closeAround();
            throw e;
        }
    }

    /** Returns node {@code number}, from 1. */
    public NodeHandle node(int number) {
        if (number < 1 || number > nodes.size()) {
            throw new IllegalArgumentException("The nodes are 1 to " + nodes.size() + ", there is no node " + number);
        }
        return nodes.get(number - 1);
    }

    /** Returns all nodes, alive or not, by number. */
    public List<NodeHandle> nodes() {
        return nodes;
    }

    /** Returns all nodes but some. */
    public List<NodeHandle> nodesExcept(NodeHandle... excepted) {
        List<NodeHandle> without = List.of(excepted);
        return nodes.stream().filter(node -> !without.contains(node)).toList();
    }

    /**
     * Returns the Cassandra that the nodes use.
     *
     * @throws IllegalStateException if the test does not ask for {@link Store#CASSANDRA}
     */
    public CassandraHandle cassandra() {
        if (store instanceof CassandraHandle cassandra) {
            return cassandra;
        }
        throw new IllegalStateException("This cluster uses no Cassandra: say @ClusterTest(store = Store.CASSANDRA)");
    }

    /**
     * Returns the links between the nodes, and those to the store. What is done to them is noted in {@link #events}.
     *
     * @throws IllegalStateException if the test does not ask for a network
     */
    public Network network() {
        if (network == null) {
            throw new IllegalStateException(
                    "This cluster has no network to control: say @ClusterTest(network = NetworkKind.PROXY)");
        }
        return network;
    }

    /**
     * Returns the disk under a node's working folder.
     *
     * @throws IllegalStateException if the test does not ask for one by {@link ClusterTest#diskBytes}
     */
    public NodeDisk disk(int number) {
        return machines.disk(node(number).number());
    }

    /**
     * Returns the clock of a node's processes.
     *
     * @throws IllegalStateException if the test does not ask for one by {@link ClusterTest#ownClocks}
     */
    public NodeClock clock(int number) {
        return machines.clock(node(number).number());
    }

    /**
     * Returns the number from which everything is to be drawn that this test leaves to chance, so that a run can be repeated:
     * the system property {@code substrate.test.seed}, else a number of this run's own. The report of a failure tells it.
     */
    public long seed() {
        return seed;
    }

    /** Notes what the test does to the cluster, for the report of a failure; what the kit does is noted by itself. */
    public void note(String what) {
        events.add(what);
    }

    /** Returns what was done to the cluster so far: a line for each, with the seconds since the test began. */
    public List<String> events() {
        return events.lines();
    }

    /** Starts the nodes that are to be there when the test begins. */
    void startFirst() {
        nodes.subList(0, startedNodes).forEach(node -> node.start(true));
    }

    /** Starts every node that is not alive, with the data it had; returns at once. */
    public void startAll() {
        boolean noneAlive = nodes.stream().noneMatch(NodeHandle::isAlive);
        nodes.stream().filter(node -> !node.isAlive()).forEach(node -> node.start(noneAlive));
    }

    /**
     * Starts every node that is not alive; returns at once. If all that are alive wait for a cluster, and none of them may
     * form one, since others were alive when it was started that have ended meanwhile, there will never be one: then all are
     * killed before, so that those who start may.
     */
    public void recover() {
        List<NodeHandle> alive = nodes.stream().filter(NodeHandle::isAlive).toList();
        if (!alive.isEmpty() && alive.stream().allMatch(NodeHandle::waitsForACluster)) {
            note("no node is in a cluster, and none may form one");
            killAll();
        }
        startAll();
    }

    /** Sends SIGKILL to all live processes without waiting in between, then waits until they are gone. */
    public void killAll() {
        List<NodeHandle> alive = nodes.stream().filter(NodeHandle::isAlive).toList();
        alive.forEach(NodeHandle::beginKill);
        alive.forEach(NodeHandle::awaitGone);
    }

    /** Waits until all live nodes are ready, at most 60 s. */
    public void awaitReady() {
        nodes.stream().filter(NodeHandle::isAlive).forEach(node -> node.awaitReady(READY_DEADLINE));
    }

    /** Waits until a condition holds, as {@link #await(String, Duration, Callable)}. */
    public void await(Duration atMost, Callable<Boolean> condition) {
        await("the condition holds", atMost, condition);
    }

    /**
     * Waits until a condition holds, asking again and again. A condition that throws does not hold yet; what it threw last
     * is the cause of the error if the time passes.
     *
     * @param what what is waited for, in words
     */
    public void await(String what, Duration atMost, Callable<Boolean> condition) {
        Poll.until(what, TimeFactor.dilate(atMost), condition, this::failIfANodeFailed);
    }

    /** Returns a client of a node's HTTP API. */
    public NodeHttp http(int number) {
        int port = ports.get(node(number).number() - 1).http();
        return new NodeHttp(httpClient, places.hostForTest(number), port);
    }

    /** Returns where logs, settings and data of this cluster lie. */
    public Path folder() {
        return folder.path();
    }

    /** Returns where a node waits for a debugger when {@link DebugOption} says so. */
    int debuggerPort(int number) {
        return ports.get(number - 1).debugger();
    }

    /** Throws if a process has ended, Cassandra's among them, although nobody asked for it. */
    void failIfANodeFailed() {
        // The store first: that is why nodes end, if both did.
        if (store instanceof CassandraHandle cassandra) {
            cassandra.throwUnexpectedEnd();
        }
        nodes.forEach(NodeHandle::throwUnexpectedEnd);
    }

    NodeProcess launch(int number, int incarnation, boolean canStartNewCluster) {
        Path plan = plans.plan(number, incarnation, canStartNewCluster).write(folder.plan(number));
        NodePorts own = ports.get(number - 1);
        if (DebugOption.isFor(number)) {
            System.out.println("Node " + number + " waits for a debugger at " + places.hostForTest(number) + ":"
                    + debuggerPort(number));
        }
        List<String> whole = new ArrayList<>(places.commandPrefix(number));
        whole.addAll(machines.commandPrefix(number));
        whole.addAll(command.forNode(number, places.hostForTest(number), own, plan));
        return NodeProcess.start(number, whole, folder.log(number, incarnation), barriers);
    }

    /** Writes down what there is to know about the cluster now. */
    ClusterReport report() {
        return ClusterReport.of(nodes, store, folder, events.lines(), TestSeed.repeat(test, seed));
    }

    /** Kills what is left and gives the ports back. */
    void close() {
        try {
            List<NodeProcess> left = nodes.stream()
                    .flatMap(node -> node.process().stream())
                    .filter(NodeProcess::isAlive)
                    .toList();
            left.stream()
                    .filter(process -> !process.isPaused())
                    .findFirst()
                    .ifPresent(process -> classes.makeFrom(process.pid()));
            left.forEach(NodeProcess::discard);
            left.forEach(process -> process.awaitEnd(TimeFactor.dilate(READY_DEADLINE)));
        } finally {
            try {
                machines.close();
            } finally {
                closeAround();
            }
        }
    }

    /** What is around the nodes, when none of them lives any more. */
    private void closeAround() {
        try (block;
                places) {
            if (network != null) {
                // Ends what still cuts and heals by itself.
                network.heal();
            }
        }
    }
}
