package dev.substrate.cli.dev;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A local cluster as its data directory describes it, running or not. */
public final class DevCluster {

    private final Path dir;
    private final DevSettings settings;
    private final List<DevNode> nodes;
    private final Clock clock = Clock.systemUTC();
    private final NodeProbe probe = new NodeProbe(clock);

    private DevCluster(Path dir, DevSettings settings) {
        this.dir = dir;
        this.settings = settings;
        this.nodes = IntStream.rangeClosed(1, settings.nodes())
                .mapToObj(n -> new DevNode(
                        n, dir.resolve("node-" + n), settings.httpPortBase() + n, settings.arteryPortBase() + n))
                .toList();
    }

    /** Returns the cluster in {@code dir}, if one has ever been started there. */
    public static Optional<DevCluster> find(Path dir) {
        return DevSettings.load(dir).map(settings -> new DevCluster(real(dir), settings));
    }

    /**
     * Returns the cluster in {@code dir}.
     *
     * @throws CliException if none has ever been started there
     */
    static DevCluster open(Path dir) {
        return find(dir)
                .orElseThrow(() -> new CliException(
                        ExitCode.NOT_FOUND,
                        "There is no local cluster in " + dir + ": start one with 'substrate dev'"));
    }

    /** Returns a cluster of the given shape in {@code dir}, which exists; nothing is written yet. */
    static DevCluster at(Path dir, DevSettings settings) {
        return new DevCluster(real(dir), settings);
    }

    private static Path real(Path dir) {
        try {
            return dir.toRealPath();
        } catch (IOException e) {
            return dir;
        }
    }

    /** Returns where the nodes that have a running process answer; whether they are ready is theirs to say. */
    public List<Endpoint> liveEndpoints() {
        return nodes.stream()
                .filter(node -> ProcessFinder.find(node)
                        .filter(process -> !ProcessFinder.isPaused(process))
                        .isPresent())
                .map(DevNode::endpoint)
                .toList();
    }

    /** Returns where all nodes answer when they run. */
    public List<Endpoint> allEndpoints() {
        return nodes.stream().map(DevNode::endpoint).toList();
    }

    Path dir() {
        return dir;
    }

    DevSettings settings() {
        return settings;
    }

    /** Returns the Cassandra that is started and stopped with the nodes, if there is one. */
    Optional<DevCassandra> cassandra() {
        return settings.store() instanceof DevStore.OwnCassandra own
                ? Optional.of(new DevCassandra(dir.resolve(DevCassandra.NAME), own.port()))
                : Optional.empty();
    }

    List<DevNode> nodes() {
        return nodes;
    }

    /** Returns the nodes that have a process, be it paused or only about to start. */
    List<DevNode> running() {
        return nodes.stream().filter(DevCluster::isRunning).toList();
    }

    /** Returns everything that has a process: nodes, then Cassandra. */
    List<DevProcess> runningProcesses() {
        return Stream.<DevProcess>concat(nodes.stream(), cassandra().stream())
                .filter(DevCluster::isRunning)
                .toList();
    }

    static boolean isRunning(DevProcess process) {
        return ProcessFinder.find(process).isPresent()
                || ProcessFinder.findKeeper(process).isPresent();
    }

    DevNode node(int number) {
        if (number < 1 || number > nodes.size()) {
            throw CliException.usage(
                    "There is no node " + number + ": this cluster has the nodes 1 to " + nodes.size());
        }
        return nodes.get(number - 1);
    }

    /**
     * Returns the Cassandra that is started and stopped with the nodes.
     *
     * @throws CliException if there is none
     */
    DevCassandra ownCassandra() {
        return cassandra()
                .orElseThrow(() -> CliException.usage(
                        "This cluster has no Cassandra of its own: it runs with " + settings.store()));
    }

    NodeSight look(DevNode node) {
        return probe.look(node);
    }

    Optional<CassandraSight> lookAtCassandra() {
        return cassandra().map(cassandra -> CassandraSight.look(cassandra, clock));
    }

    /** Looks at all nodes at once, so that one that does not answer costs its time only once. */
    List<NodeSight> look() {
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            Stream<Callable<NodeSight>> looks = nodes.stream().map(node -> () -> probe.look(node));
            return threads.invokeAll(looks.toList()).stream()
                    .map(DevCluster::result)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while looking at the nodes");
        } finally {
            threads.shutdown();
        }
    }

    private static NodeSight result(Future<NodeSight> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes the settings of the cluster, by which other commands find its processes. */
    void remember() {
        try {
            settings.save(dir);
        } catch (IOException e) {
            throw CliException.failed("Cannot use the data directory " + dir + ": " + e.getMessage());
        }
    }

    /** Writes the settings of the cluster and of {@code starting}, the nodes that are about to start. */
    void writeFiles(List<DevNode> starting) throws IOException {
        Files.createDirectories(dir);
        settings.save(dir);
        for (DevNode node : starting) {
            NodeConf.write(node, nodes, settings.store().conf(dir), OwnSettings.fileIn(dir));
        }
    }
}
