package dev.substrate.cli.dev;

import dev.substrate.cassandra.NativeProtocol;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.Durations;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code substrate dev status}: shows the nodes of the local cluster. */
@Command(
        name = "status",
        description = "Shows the nodes of the local cluster: up, joining, paused or stopped, and why they ended;"
                + " and its Cassandra, with --store cassandra.",
        footer = {"", "Example:", "  substrate dev status -o json"})
public final class DevStatusCommand extends DevVerb {

    private static final Duration OTHER_TIMEOUT = Duration.ofSeconds(2);

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
            Table table = table(sights);
            cluster.lookAtCassandra().ifPresent(sight -> addTo(table, sight));
            if (cluster.settings().store() instanceof DevStore.OtherCassandra other) {
                addTo(table, other);
            }
            shell.out().print(table);
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

    private static void addTo(Table table, CassandraSight sight) {
        table.row(
                sight.cassandra().name(),
                sight.state().shown(),
                sight.pid(),
                sight.cassandra().contactPoint(),
                sight.uptime().map(Durations::brief).orElse("-"),
                sight.lastExit().orElse("-"));
    }

    private static void addTo(Table table, DevStore.OtherCassandra other) {
        table.row(other.name(), shown(other), "-", other.contactPoint(), "-", "-");
    }

    /** A Cassandra that is not ours answers or not; why not is nothing that can be seen from here. */
    private static String shown(DevStore.OtherCassandra other) {
        return NativeProtocol.answers(other.host(), other.port(), OTHER_TIMEOUT) ? "up" : "unreachable";
    }

    private static String json(DevCluster cluster, List<NodeSight> sights) {
        String nodes = sights.stream().map(DevStatusCommand::json).collect(Collectors.joining(",", "[", "]"));
        JsonObject json = new JsonObject()
                .with("data", cluster.dir().toString())
                .with("store", cluster.settings().store().name())
                .raw("nodes", nodes);
        cluster.lookAtCassandra().ifPresent(sight -> json.raw("cassandra", json(sight)));
        if (cluster.settings().store() instanceof DevStore.OtherCassandra other) {
            json.raw(
                    "cassandra",
                    new JsonObject()
                            .with("state", shown(other))
                            .with("contactPoint", other.contactPoint())
                            .toString());
        }
        return json.toString();
    }

    private static String json(CassandraSight sight) {
        JsonObject json = new JsonObject()
                .with("state", sight.state().shown())
                .with("contactPoint", sight.cassandra().contactPoint())
                .with("log", sight.cassandra().logFile().toString());
        sight.process().ifPresent(process -> json.with("pid", process.pid()));
        sight.uptime().ifPresent(uptime -> json.with("uptimeSeconds", uptime.toSeconds()));
        sight.lastExit().ifPresent(reason -> json.with("lastExit", reason));
        return json.toString();
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
