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
            "  substrate dev kill 2                       see what survives"
        })
public final class DevCommand implements Callable<Integer> {

    private static final int NODES = 3;
    private static final int HTTP_PORT_BASE = 8550;
    private static final int ARTERY_PORT_BASE = 2550;
    private static final String STORE = "sqlite";

    private final Shell shell;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes (default: " + NODES + ").")
    private @Nullable Integer nodes;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "Where the records are: sqlite, one file for all nodes (default: " + STORE + ").")
    private @Nullable String store;

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

    @Mixin
    private final DataOption data = new DataOption();

    /** Makes the command. */
    public DevCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        requireKnownStore();
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

    private void requireKnownStore() {
        if ("cassandra".equals(store)) {
            throw CliException.usage("--store cassandra is not there yet: the local cluster runs on sqlite");
        }
        if (store != null && !store.equals(STORE)) {
            throw CliException.usage("--store is sqlite, not '" + store + "'");
        }
    }

    /** Returns the cluster as it is if a node of it is running, as the options say otherwise. */
    private DevCluster clusterToRun(Path dir) {
        Optional<DevCluster> running =
                DevCluster.find(dir).filter(c -> !c.running().isEmpty());
        DevSettings base = running.map(DevCluster::settings)
                .orElse(new DevSettings(NODES, HTTP_PORT_BASE, ARTERY_PORT_BASE, STORE));
        DevSettings wanted = new DevSettings(
                nodes == null ? base.nodes() : nodes,
                httpPort == null ? base.httpPortBase() : httpPort,
                arteryPort == null ? base.arteryPortBase() : arteryPort,
                STORE);
        if (running.isPresent() && !wanted.equals(base)) {
            throw CliException.failed("The cluster in " + dir + " is running with " + base + ", not " + wanted
                    + ". Stop it first with 'substrate dev stop', or use another --data and other ports");
        }
        return running.orElseGet(() -> DevCluster.at(dir, wanted));
    }

    private void bringUp(DevCluster cluster) {
        List<DevNode> running = cluster.running();
        for (DevNode node : running) {
            Optional<ProcessHandle> process = NodeProcess.find(node);
            boolean paused = process.filter(NodeProcess::isPaused).isPresent();
            process.filter(p -> paused).ifPresent(Signals::resume);
            shell.note("Found " + node.name() + " running"
                    + process.map(p -> " (pid " + p.pid() + ")").orElse("") + (paused ? ", paused: resumed it" : ""));
        }
        ClusterStarter starter = new ClusterStarter(shell);
        starter.start(
                cluster,
                cluster.nodes().stream().filter(node -> !running.contains(node)).toList());
        starter.awaitReady(cluster, cluster.nodes());
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
