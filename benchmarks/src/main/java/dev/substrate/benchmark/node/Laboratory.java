package dev.substrate.benchmark.node;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import dev.substrate.testkit.PortBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts what is measured, and ends it: nodes, and one Cassandra for all that ask for it. Everything lies in one folder,
 * which stays until {@link #clear}. For one thread.
 */
public final class Laboratory implements AutoCloseable {

    private static final Duration CASSANDRA_WITHIN = Duration.ofMinutes(3);
    private static final int COMMON_POOL_MIN = 2;

    private final Path folder;
    private final int records;
    private final List<String> jvmOptions;
    private final Consumer<String> notes;
    private final PortBlock cassandraPorts = PortBlock.reserve();
    private @Nullable LocalCassandra cassandra;
    private int clusters;

    /**
     * Makes an empty laboratory.
     *
     * @param folder where everything lies; on a disk whose fsync is one
     * @param records how many records loads go to
     * @param jvmOptions the options of each node's virtual machine
     * @param notes is told what takes time
     */
    public Laboratory(Path folder, int records, List<String> jvmOptions, Consumer<String> notes) {
        this.folder = folder.toAbsolutePath().normalize();
        this.records = records;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.notes = notes;
    }

    /** Starts clusters of one node for some variants, side by side, each with a store of its own; waits until all are ready. */
    public List<BenchmarkCluster> startSingles(Engine engine, Variant... variants) {
        List<BenchmarkCluster> started = new ArrayList<>();
        try {
            for (Variant variant : variants) {
                started.add(launch(engine, variant, 1));
            }
            started.forEach(BenchmarkCluster::awaitReady);
            return started;
        } catch (RuntimeException e) {
            started.forEach(BenchmarkCluster::close);
            throw e;
        }
    }

    /** Starts a cluster of several nodes, and waits until all are ready. */
    public BenchmarkCluster start(Engine engine, Variant variant, int nodes) {
        return ready(launch(engine, variant, nodes));
    }

    /** Starts a cluster of Hazelcast, and waits until all members are there. */
    public BenchmarkCluster startHazelcast(int members) {
        clusters++;
        Path home = folder.resolve(clusters + "-hazelcast");
        notes.accept("starting " + members + " members of Hazelcast");
        PortBlock ports = PortBlock.reserve();
        List<String> all = IntStream.range(0, members)
                .mapToObj(i -> Integer.toString(ports.port(i)))
                .toList();
        List<NodeProcess> processes = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            List<String> arguments = new ArrayList<>(List.of(Integer.toString(records), all.get(i)));
            arguments.addAll(all);
            processes.add(NodeProcess.start(
                    "Hazelcast " + (i + 1),
                    home.resolve("member-" + (i + 1)),
                    withCommonPool(),
                    HazelcastNode.class,
                    arguments));
        }
        return ready(new BenchmarkCluster(ports, processes, List.of(), (straight, to) -> {
            throw new UnsupportedOperationException("Hazelcast has no clients of Substrate");
        }));
    }

    /**
     * Hazelcast ends every call on the common pool, or on a new thread for each where that pool has but one thread, as on two
     * processors: a tenth of the throughput.
     */
    private List<String> withCommonPool() {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism="
                + Math.max(COMMON_POOL_MIN, Runtime.getRuntime().availableProcessors()));
        return options;
    }

    private static BenchmarkCluster ready(BenchmarkCluster cluster) {
        try {
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private BenchmarkCluster launch(Engine engine, Variant variant, int nodes) {
        clusters++;
        Path home = folder.resolve(clusters + "-" + engine + "-" + variant);
        String store = store(engine, variant, home);
        notes.accept(
                "starting " + (nodes == 1 ? "a node" : nodes + " nodes") + ", " + variant + ", on " + engine.title());
        PortBlock ports = PortBlock.reserve();
        List<Integer> httpPorts =
                IntStream.range(0, nodes).mapToObj(i -> ports.port(2 * i + 1)).toList();
        List<NodeProcess> processes = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            processes.add(NodeProcess.start(
                    new NodeSetup(i + 1, variant, home.resolve("node-" + (i + 1)), ports.port(2 * i), httpPorts, store),
                    records,
                    jvmOptions));
        }
        List<URI> addresses = httpPorts.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
        return new BenchmarkCluster(
                ports,
                processes,
                addresses,
                (straight, to) -> NodeProcess.startClient(
                        home.resolve("client-" + (straight ? "straight" : "any")), straight, to, records, jvmOptions));
    }

    private String store(Engine engine, Variant variant, Path home) {
        return engine == Engine.SQLITE
                ? NodeSetup.sqlite(home.resolve("store.db"))
                : NodeSetup.cassandra(startedCassandra().settings().contactPoint(), variant + "_" + clusters);
    }

    private LocalCassandra startedCassandra() {
        if (cassandra == null) {
            notes.accept("starting Cassandra");
            cassandra = LocalCassandra.start(CassandraSettings.of(
                                    folder.resolve("cassandra"), LocalCassandra.libraries(), cassandraPorts.port(0))
                            .endingWithStarter())
                    .awaitAnswering(CASSANDRA_WITHIN, elapsed -> {});
        }
        return cassandra;
    }

    /** Ends what is still there, and keeps its folder. */
    @Override
    public void close() {
        if (cassandra != null) {
            cassandra.close();
        }
        cassandraPorts.close();
    }

    /** Removes the folder of a laboratory that was closed. */
    public static void clear(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " was not removed", e);
        }
    }
}
