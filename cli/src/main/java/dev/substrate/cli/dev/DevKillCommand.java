package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** {@code substrate dev kill N}: kills a node, or Cassandra. */
@Command(
        name = "kill",
        description = "Kills a node, or Cassandra, with SIGKILL, as a crash would.",
        footer = {"", "Examples:", "  substrate dev kill 2", "  substrate dev kill cassandra"})
public final class DevKillCommand extends ProcessVerb {

    /** Makes the command. */
    public DevKillCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster, DevProcess process) {
        if (!DevCluster.isRunning(process)) {
            throw CliException.failed(process.name() + " is not running");
        }
        ClusterStopper.kill(process);
        shell.println("Killed " + process.name() + "; start it again with: substrate dev start " + process.argument());
    }
}
