package dev.substrate.cli;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.node.NodeMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code substrate node}: runs one node in this process. */
@Command(
        name = "node",
        description = "Runs one node in the foreground, for deployment; SIGTERM makes it leave the cluster in order.",
        footer = {"", "Example:", "  substrate node --config /etc/substrate/node.conf"})
final class NodeCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings, in HOCON.")
    private Path config = Path.of("");

    @Override
    public Integer call() {
        if (!Files.isReadable(config)) {
            throw CliException.usage("Cannot read the settings file " + config);
        }
        NodeMain.run(config);
        return Main.PROCESS_LIVES_ON;
    }
}
