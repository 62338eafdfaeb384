package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** {@code substrate dev kill N}: kills a node. */
@Command(
        name = "kill",
        description = "Kills a node with SIGKILL, as a crash would.",
        footer = {"", "Example:", "  substrate dev kill 2"})
public final class DevKillCommand extends NodeVerb {

    /** Makes the command. */
    public DevKillCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevNode node) {
        if (!cluster.running().contains(node)) {
            throw CliException.failed(node.name() + " is not running");
        }
        ClusterStopper.kill(node);
        shell.println("Killed " + node.name() + "; start it again with: substrate dev start " + node.number());
    }
}
