package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the verbs on an existing local cluster have in common. */
abstract class DevVerb implements Callable<Integer> {

    final Shell shell;

    @Mixin
    private final DataOption data = new DataOption();

    DevVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() {
        run(DevCluster.open(data.resolve(shell)));
        return 0;
    }

    abstract void run(DevCluster cluster);

    final ProcessHandle runningProcess(DevNode node) {
        return NodeProcess.find(node).orElseThrow(() -> CliException.failed(node.name() + " is not running"));
    }
}
