package dev.substrate.cli.node;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate node down}: takes a node for gone. */
@Command(
        name = "down",
        description = {
            "Tells the cluster that a node is gone, so that others take over at once what it had, and waits until it is removed.",
            "",
            "As a rule the cluster finds that out by itself, within seconds. A node that is there after all ends when it hears of it; nothing that was "
                    + "acknowledged is lost either way."
        },
        footer = {
            "",
            "Examples:",
            "  substrate node down 3",
            "  substrate node down 3 --force    although it can be reached"
        })
public final class NodeDownCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "NODE", description = "The number of the node, or its id.")
    private String node = "";

    @Option(names = "--force", description = "Also if the node can be reached; it ends then.")
    private boolean force;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait until it is removed; 0s for not at all (default: ${DEFAULT-VALUE}).")
    private Duration atMost = Duration.ofSeconds(60);

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public NodeDownCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ClusterClient client = options.connect(shell)) {
            new Departure(shell, client, atMost).ask(node, Paths.node(node) + "/down" + (force ? "?force=true" : ""));
        }
        return ExitCode.DONE;
    }
}
