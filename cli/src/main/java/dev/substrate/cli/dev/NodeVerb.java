package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Parameters;

/** What the verbs on one node of the local cluster have in common. */
abstract class NodeVerb extends DevVerb {

    @Parameters(paramLabel = "N", description = "Number of the node, from 1.")
    private int number;

    NodeVerb(Shell shell) {
        super(shell);
    }

    @Override
    final void run(DevCluster cluster) {
        run(cluster, cluster.node(number));
    }

    abstract void run(DevCluster cluster, DevNode node);
}
