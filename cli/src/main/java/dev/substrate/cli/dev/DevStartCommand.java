package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code substrate dev start N}: starts a node. */
@Command(
        name = "start",
        description = {
            "Starts a node that is stopped, and waits until it serves.",
            "",
            "When no node serves any more, the cluster forms again once all of its nodes run: then this does not"
                    + " wait, and 'substrate dev --detach' starts all that are missing."
        },
        footer = {"", "Example:", "  substrate dev start 2"})
public final class DevStartCommand extends NodeVerb {

    /** Makes the command. */
    public DevStartCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevNode node) {
        boolean[] awaited = new boolean[1];
        DevLock.holding(cluster.dir(), () -> {
            if (cluster.running().contains(node)) {
                throw CliException.failed(node.name() + " is running already");
            }
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

    /** Whether there is a cluster to join, or all nodes are there to form one. */
    private static boolean canServe(List<NodeSight> sights) {
        return sights.stream().anyMatch(sight -> sight.state() == NodeState.UP)
                || sights.stream().noneMatch(sight -> sight.state() == NodeState.STOPPED);
    }
}
