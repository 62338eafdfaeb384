package dev.substrate.cli.record;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.ScopeOption;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the verbs on records have in common. */
abstract class RecordVerb implements Callable<Integer> {

    final Shell shell;

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    private final ScopeOption scope = new ScopeOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    RecordVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws IOException {
        try (ClusterClient client = options.connect(shell)) {
            run(client);
        }
        return 0;
    }

    final ScopeText scope() {
        return scope.scope();
    }

    abstract void run(ClusterClient client) throws IOException;
}
