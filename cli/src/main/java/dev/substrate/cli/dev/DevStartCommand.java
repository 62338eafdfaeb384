package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code substrate dev start N}: starts a node. */
@Command(
        name = "start",
        description = "Starts a node that is stopped, and waits until it serves.",
        footer = {"", "Example:", "  substrate dev start 2"})
public final class DevStartCommand extends NodeVerb {

    /** Makes the command. */
    public DevStartCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevNode node) {
        DevLock.holding(cluster.dir(), () -> {
            if (cluster.running().contains(node)) {
                throw CliException.failed(node.name() + " is running already");
            }
            ClusterStarter starter = new ClusterStarter(shell);
            starter.start(cluster, List.of(node));
            starter.awaitReady(cluster, List.of(node));
        });
        shell.println("Started " + node.name() + " at " + node.endpoint());
    }
}
