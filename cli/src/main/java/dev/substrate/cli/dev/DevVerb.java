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
        requireSense();
        run(DevCluster.open(data.resolve(shell)));
        return 0;
    }

    /** Refuses what cannot be meant, whether there is a cluster or not. */
    void requireSense() {}

    abstract void run(DevCluster cluster);

    final ProcessHandle runningProcess(DevProcess wanted) {
        return ProcessFinder.find(wanted).orElseThrow(() -> CliException.failed(wanted.name() + " is not running"));
    }
}
