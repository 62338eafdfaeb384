package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** {@code substrate dev stop}: stops the local cluster. */
@Command(
        name = "stop",
        description =
                "Stops all nodes of the local cluster in order, then its Cassandra if it has one; kills what takes longer than 25 s.",
        footer = {"", "Example:", "  substrate dev stop"})
public final class DevStopCommand extends DevVerb {

    /** Makes the command. */
    public DevStopCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster) {
        new ClusterStopper(shell).stop(cluster);
    }
}
