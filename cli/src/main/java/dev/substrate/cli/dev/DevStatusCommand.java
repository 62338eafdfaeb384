package dev.substrate.cli.dev;

import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.Durations;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code substrate dev status}: shows the nodes of the local cluster. */
@Command(
        name = "status",
        description = "Shows the nodes of the local cluster: up, joining, paused or stopped, and why they ended.",
        footer = {"", "Example:", "  substrate dev status -o json"})
public final class DevStatusCommand extends DevVerb {

    @Mixin
    private final OutputOption output = new OutputOption();

    /** Makes the command. */
    public DevStatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(DevCluster cluster) {
        List<NodeSight> sights = cluster.look();
        if (output.json()) {
            shell.println(json(cluster, sights));
        } else {
            shell.out().print(table(sights));
        }
    }

    private static Table table(List<NodeSight> sights) {
        Table table = new Table("NODE", "STATE", "PID", "URL", "UPTIME", "LAST EXIT");
        for (NodeSight sight : sights) {
            table.row(
                    sight.node().number(),
                    sight.state().shown(),
                    sight.pid(),
                    sight.node().endpoint(),
                    sight.uptime().map(Durations::brief).orElse("-"),
                    sight.lastExit().orElse("-"));
        }
        return table;
    }

    private static String json(DevCluster cluster, List<NodeSight> sights) {
        String nodes = sights.stream().map(DevStatusCommand::json).collect(Collectors.joining(",", "[", "]"));
        return new JsonObject()
                .with("data", cluster.dir().toString())
                .with("store", cluster.settings().store())
                .raw("nodes", nodes)
                .toString();
    }

    private static String json(NodeSight sight) {
        JsonObject json = new JsonObject()
                .with("number", sight.node().number())
                .with("state", sight.state().shown())
                .with("url", sight.node().endpoint().toString())
                .with("artery", sight.node().arteryAddress())
                .with("log", sight.node().logFile().toString());
        sight.process().ifPresent(process -> json.with("pid", process.pid()));
        sight.uptime().ifPresent(uptime -> json.with("uptimeSeconds", uptime.toSeconds()));
        sight.lastExit().ifPresent(reason -> json.with("lastExit", reason));
        return json.toString();
    }
}
