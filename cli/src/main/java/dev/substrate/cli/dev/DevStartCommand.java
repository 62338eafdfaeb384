package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code substrate dev start N}: starts a node, or Cassandra. */
@Command(
        name = "start",
        description = {
            "Starts a node that is stopped, or Cassandra, and waits until it serves.",
            "",
            "When no node serves any more, the cluster forms again once all of its nodes run: then this does not"
                    + " wait, and 'substrate dev --detach' starts all that are missing."
        },
        footer = {"", "Examples:", "  substrate dev start 2", "  substrate dev start cassandra"})
public final class DevStartCommand extends ProcessVerb {

    /** Makes the command. */
    public DevStartCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevProcess process) {
        if (process instanceof DevNode node) {
            start(cluster, node);
        } else if (process instanceof DevCassandra cassandra) {
            start(cluster, cassandra);
        }
    }

    private void start(DevCluster cluster, DevCassandra cassandra) {
        DevLock.holding(cluster.dir(), () -> {
            requireStopped(cassandra);
            CassandraStarter starter = new CassandraStarter(shell);
            starter.start(cassandra);
            starter.awaitAnswering(cassandra);
        });
        shell.println("Started cassandra at " + cassandra.contactPoint());
    }

    private void start(DevCluster cluster, DevNode node) {
        boolean[] awaited = new boolean[1];
        DevLock.holding(cluster.dir(), () -> {
            requireStopped(node);
            requireCassandra(cluster);
            ClusterStarter starter = new ClusterStarter(shell);
            starter.start(cluster, List.of(node));
            awaited[0] = canServe(cluster.look());
            if (awaited[0]) {
                starter.awaitReady(cluster, List.of(node));
            }
        });
        shell.println("Started " + node.name() + " at " + node.endpoint());
        if (!awaited[0]) {
            shell.note("No node serves any more: the cluster forms again once all of its nodes run."
                    + " Start the missing ones with: substrate dev --detach");
        }
    }

    private static void requireStopped(DevProcess process) {
        if (DevCluster.isRunning(process)) {
            throw CliException.failed(process.name() + " is running already");
        }
    }

    /** A node without its store would only wait for it, and end. */
    private static void requireCassandra(DevCluster cluster) {
        cluster.lookAtCassandra()
                .filter(sight -> sight.state() == ProcessState.STOPPED || sight.state() == ProcessState.PAUSED)
                .ifPresent(sight -> {
                    throw CliException.failed("cassandra is " + sight.state().shown() + ". First let it go on with: "
                            + (sight.state() == ProcessState.PAUSED
                                    ? "substrate dev resume cassandra"
                                    : "substrate dev start cassandra"));
                });
    }

    /** Whether there is a cluster to join, or all nodes are there to form one. */
    private static boolean canServe(List<NodeSight> sights) {
        return sights.stream().anyMatch(sight -> sight.state() == ProcessState.UP)
                || sights.stream().noneMatch(sight -> sight.state() == ProcessState.STOPPED);
    }
}
