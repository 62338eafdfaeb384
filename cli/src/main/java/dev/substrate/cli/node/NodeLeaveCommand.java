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

/** {@code substrate node leave}: makes a node leave the cluster. */
@Command(
        name = "leave",
        description = {
            "Makes a node leave the cluster in order, and waits until it is gone.",
            "",
            "It hands over what it has: its services become active elsewhere, and its records get other owners. Then its process ends. "
                    + "Started again, it joins as before."
        },
        footer = {"", "Examples:", "  substrate node leave 2", "  substrate node leave 2 --wait 0s"})
public final class NodeLeaveCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "NODE", description = "The number of the node, or its id.")
    private String node = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait until it is gone; 0s for not at all (default: ${DEFAULT-VALUE}).")
    private Duration atMost = Duration.ofSeconds(60);

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public NodeLeaveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ClusterClient client = options.connect(shell)) {
            new Departure(shell, client, atMost).ask(node, Paths.node(node) + "/leave");
        }
        return ExitCode.DONE;
    }
}
