package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Starts nodes of a local cluster and waits until they serve. */
final class ClusterStarter {

    private static final Duration READY_DEADLINE = Duration.ofMinutes(2);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(2);

    private final Shell shell;

    ClusterStarter(Shell shell) {
        this.shell = shell;
    }

    /** Makes sure that the ports of {@code missing} are free. */
    void requireFreePorts(List<DevNode> missing) {
        for (DevNode node : missing) {
            requireFree(node, node.httpPort(), "--http-port");
            requireFree(node, node.arteryPort(), "--artery-port");
        }
    }

    /** Starts {@code missing} without waiting for them. */
    void start(DevCluster cluster, List<DevNode> missing) {
        requireFreePorts(missing);
        try {
            cluster.writeFiles(missing);
            NodeLauncher launcher =
                    new NodeLauncher(shell.env(), cluster.nodes().size(), OwnClasses.in(cluster.dir()));
            for (DevNode node : missing) {
                launcher.start(node);
            }
        } catch (IOException e) {
            throw CliException.failed("Cannot start the nodes: " + e.getMessage());
        }
    }

    /** Makes sure that a port of {@code starting} is free, which {@code option} would change. */
    static void requireFree(DevProcess starting, int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw CliException.failed("Port " + port + " of " + starting.name()
                    + " is in use by another program; nothing was started. Choose other ports with " + option);
        }
    }

    /** Waits until each of {@code awaited} serves and sees as many members up as the cluster has running nodes. */
    void awaitReady(DevCluster cluster, List<DevNode> awaited) {
        if (!becomeReady(cluster, awaited)) {
            List<NodeSight> late = awaited.stream()
                    .map(cluster::look)
                    .filter(sight -> sight.state() != ProcessState.UP)
                    .toList();
            late.forEach(sight -> LogEnd.show(shell, sight.node().logFile()));
            throw CliException.failed("Not ready after " + READY_DEADLINE.toSeconds() + " s: "
                    + (late.isEmpty() ? "the nodes do not see each other" : names(late)));
        }
        for (DevNode node : awaited) {
            requireAlive(node, cluster.look(node));
        }
    }

    /** Returns false if the time is up; returns early, with true, if a node has ended instead. */
    private boolean becomeReady(DevCluster cluster, List<DevNode> awaited) {
        long startNanos = System.nanoTime();
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            return Pause.until(
                    () -> {
                        List<NodeSight> sights = cluster.look();
                        if (allReady(sights, awaited)
                                // Twice, since one look may have come in the wrong moment.
                                || (anyStopped(sights, awaited) && anyStopped(cluster.look(), awaited))) {
                            return true;
                        }
                        line.show(progress(sights, Duration.ofNanos(System.nanoTime() - startNanos)));
                        return false;
                    },
                    READY_DEADLINE);
        }
    }

    private static boolean anyStopped(List<NodeSight> sights, List<DevNode> awaited) {
        return sights.stream()
                .anyMatch(sight -> awaited.contains(sight.node()) && sight.state() == ProcessState.STOPPED);
    }

    private static boolean allReady(List<NodeSight> sights, List<DevNode> awaited) {
        long running = sights.stream()
                .filter(s -> s.state() != ProcessState.STOPPED && s.state() != ProcessState.PAUSED)
                .count();
        return sights.stream()
                .filter(sight -> awaited.contains(sight.node()))
                .allMatch(sight -> sight.state() == ProcessState.UP && sight.membersUp() >= running);
    }

    private void requireAlive(DevNode node, NodeSight sight) {
        if (sight.state() == ProcessState.STOPPED) {
            LogEnd.show(shell, node.logFile());
            throw CliException.failed(node.name() + " stopped while starting: "
                    + sight.lastExit().orElse("no reason known") + "; see " + node.logFile());
        }
    }

    private static String progress(List<NodeSight> sights, Duration elapsed) {
        return sights.stream()
                        .map(sight -> sight.node().name() + " " + sight.state().shown())
                        .collect(Collectors.joining(", ", "Starting: ", ""))
                + " (" + elapsed.toSeconds() + " s)";
    }

    private static String names(List<NodeSight> sights) {
        return sights.stream().map(sight -> sight.node().name()).collect(Collectors.joining(", "));
    }
}
