package dev.substrate.cli;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.node.NodeMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code substrate node}: runs one node in this process; and the verbs on nodes. */
@Command(
        name = "node",
        description = {
            "Runs one node in the foreground, for deployment; SIGTERM makes it leave the cluster in order.",
            "",
            "It finds services of your own in the folders and jars that SUBSTRATE_CLASSPATH names.",
            "",
            "With a verb it tells of the nodes of a cluster, or asks one to go."
        },
        footer = {
            "",
            "Examples:",
            "  substrate node --config /etc/substrate/node.conf",
            "  substrate node list",
            "  substrate node leave 2"
        })
final class NodeCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "The settings of the node to run, in HOCON.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (config == null) {
            throw CliException.usage(
                    "Say --config FILE to run a node, or one of the verbs: list, describe, leave, down");
        }
        if (!Files.isReadable(config)) {
            throw CliException.usage("Cannot read the settings file " + config);
        }
        NodeMain.run(config);
        return Main.PROCESS_LIVES_ON;
    }
}
