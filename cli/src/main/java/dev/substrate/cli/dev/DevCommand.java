package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code substrate dev}: runs a local cluster. */
@Command(
        name = "dev",
        description = {
            "Runs a cluster on this machine, one process per node.",
            "",
            "Starts the nodes that are not running yet and waits until all of them serve. Stays in the foreground "
                    + "until Ctrl-C, which stops the nodes, or returns at once with --detach. Nodes that are still "
                    + "there from an earlier run are taken over; the records are kept from run to run."
        },
        footer = {
            "",
            "Examples:",
            "  substrate dev                              three nodes, until Ctrl-C",
            "  substrate dev --nodes 5 --detach           five nodes in the background",
            "  substrate dev --data /tmp/b --http-port 9550 --artery-port 9650 --detach",
            "                                             a second cluster beside the first",
            "  substrate dev --store cassandra --data /tmp/c",
            "                                             with a Cassandra of its own as the store",
            "  substrate dev --config my.conf             with settings of your own, such as",
            "                                             substrate.record.types.user.indexes = [\"/age\"]",
            "  substrate dev kill 2                       see what survives"
        })
public final class DevCommand implements Callable<Integer> {

    private static final int NODES = 3;
    private static final int HTTP_PORT_BASE = 8550;
    private static final int ARTERY_PORT_BASE = 2550;

    private final Shell shell;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes (default: " + NODES + ").")
    private @Nullable Integer nodes;

    @Mixin
    private final StoreOptions storeOptions = new StoreOptions();

    @Option(names = "--detach", description = "Leave the nodes running in the background.")
    private boolean detach;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Node N answers HTTP on this port + N (default: " + HTTP_PORT_BASE + ").")
    private @Nullable Integer httpPort;

    @Option(
            names = "--artery-port",
            paramLabel = "PORT",
            description = "Node N talks to other nodes on this port + N (default: " + ARTERY_PORT_BASE + ").")
    private @Nullable Integer arteryPort;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "More settings for all nodes, in HOCON; kept with the cluster (default: those of the last time).")
    private @Nullable Path config;

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description =
                    "Folders and jars with services of your own, for all nodes, separated as in a class path; kept with the "
                            + "cluster (default: those of the last time).")
    private @Nullable String classPath;

    @Mixin
    private final DataOption data = new DataOption();

    /** Makes the command. */
    public DevCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path dir = data.resolve(shell);
        Foreground foreground = new Foreground(shell);
        try {
            DevLock.holding(dir, () -> {
                DevCluster cluster = clusterToRun(dir);
                if (!detach) {
                    foreground.stopAtEnd(cluster);
                }
                bringUp(cluster);
            });
        } catch (RuntimeException e) {
            foreground.stopNow();
            throw e;
        }
        DevCluster cluster = DevCluster.open(dir);
        report(cluster);
        if (!detach) {
            foreground.await(cluster);
        }
        return 0;
    }

    /** Returns the cluster as it is if something of it is running, as the options say otherwise. */
    private DevCluster clusterToRun(Path dir) {
        Optional<DevCluster> known = DevCluster.find(dir);
        Optional<DevCluster> running =
                known.filter(cluster -> !cluster.runningProcesses().isEmpty());
        DevStore store = store(dir, known.map(DevCluster::settings).map(DevSettings::store));
        DevSettings base = running.map(DevCluster::settings)
                .orElseGet(() -> new DevSettings(NODES, HTTP_PORT_BASE, ARTERY_PORT_BASE, store));
        DevSettings wanted = new DevSettings(
                nodes == null ? base.nodes() : nodes,
                httpPort == null ? base.httpPortBase() : httpPort,
                arteryPort == null ? base.arteryPortBase() : arteryPort,
                store);
        if (running.isPresent() && !wanted.equals(base)) {
            throw CliException.failed("The cluster in " + dir + " is running with " + base + ", not " + wanted
                    + ". Stop it first with 'substrate dev stop', or use another --data and other ports");
        }
        if (config != null) {
            OwnSettings.adopt(dir, config, running.isPresent());
        }
        if (classPath != null) {
            OwnClasses.adopt(dir, classPath, running.isPresent());
        }
        return running.orElseGet(() -> DevCluster.at(dir, wanted));
    }

    private DevStore store(Path dir, Optional<DevStore> remembered) {
        DevStore chosen = storeOptions.choose(remembered);
        remembered.filter(kept -> !chosen.hasDataOf(kept)).ifPresent(kept -> {
            throw CliException.failed("The records of the cluster in " + dir + " are in another store (" + kept
                    + "), and " + chosen + " would begin without them. Use another --data, or delete that folder");
        });
        return chosen;
    }

    private void bringUp(DevCluster cluster) {
        cluster.runningProcesses().forEach(this::takeOver);
        List<DevNode> running = cluster.running();
        List<DevNode> missing =
                cluster.nodes().stream().filter(node -> !running.contains(node)).toList();
        ClusterStarter starter = new ClusterStarter(shell);
        starter.requireFreePorts(missing);
        bringUpStore(cluster);
        starter.start(cluster, missing);
        starter.awaitReady(cluster, cluster.nodes());
    }

    private void takeOver(DevProcess running) {
        Optional<ProcessHandle> process = ProcessFinder.find(running);
        boolean paused = process.filter(ProcessFinder::isPaused).isPresent();
        process.filter(p -> paused).ifPresent(Signals::resume);
        shell.note("Found " + running.name() + " running"
                + process.map(p -> " (pid " + p.pid() + ")").orElse("") + (paused ? ", paused: resumed it" : ""));
    }

    private void bringUpStore(DevCluster cluster) {
        CassandraStarter starter = new CassandraStarter(shell);
        if (cluster.settings().store() instanceof DevStore.OtherCassandra other) {
            starter.requireAnswering(other);
        }
        cluster.cassandra().ifPresent(cassandra -> {
            if (!DevCluster.isRunning(cassandra)) {
                cluster.remember();
                starter.start(cassandra);
            }
            starter.awaitAnswering(cassandra);
        });
    }

    private void report(DevCluster cluster) {
        Table table = new Table("NODE", "STATE", "URL", "ARTERY", "PID", "LOG");
        List<NodeSight> sights = cluster.look();
        for (NodeSight sight : sights) {
            DevNode node = sight.node();
            table.row(
                    node.number(),
                    sight.state().shown(),
                    node.endpoint(),
                    node.arteryAddress(),
                    sight.pid(),
                    node.logFile());
        }
        cluster.lookAtCassandra()
                .ifPresent(sight -> table.row(
                        sight.cassandra().name(),
                        sight.state().shown(),
                        sight.cassandra().contactPoint(),
                        "-",
                        sight.pid(),
                        sight.cassandra().logFile()));
        shell.out().print(table);
        shell.println("");
        shell.println("Data in " + cluster.dir());
        shell.println("Try:  substrate record put greeting:hello '{\"text\":\"Hello\"}'");
        shell.println("      substrate record get greeting:hello");
        shell.println("      substrate dev kill 1      substrate dev status      substrate dev stop");
        shell.println(detach ? "The nodes run in the background" : "Press Ctrl-C to stop the nodes");
        shell.out().flush();
    }
}
