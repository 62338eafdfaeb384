package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Parameters;

/** What the verbs on one process of the local cluster have in common. */
abstract class ProcessVerb extends DevVerb {

    @Parameters(paramLabel = "N", description = "Number of the node, from 1; or cassandra, with --store cassandra.")
    private String argument = "";

    ProcessVerb(Shell shell) {
        super(shell);
    }

    @Override
    final void requireSense() {
        if (!argument.equals(DevCassandra.NAME) && !argument.matches("[0-9]{1,9}")) {
            throw CliException.usage("'" + argument + "' is neither the number of a node, from 1, nor cassandra");
        }
    }

    @Override
    final void run(DevCluster cluster) {
        run(
                cluster,
                argument.equals(DevCassandra.NAME) ? cluster.ownCassandra() : cluster.node(Integer.parseInt(argument)));
    }

    abstract void run(DevCluster cluster, DevProcess process);
}
