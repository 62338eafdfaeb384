package dev.substrate.cli.node;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate node describe}: shows all that is known of a node. */
@Command(
        name = "describe",
        description = "Shows what the cluster knows of a node: its place on the ring, and its neighbours there.",
        footer = {"", "Examples:", "  substrate node describe 2", "  substrate node describe 2 -o json"})
public final class NodeDescribeCommand extends AnswerVerb {

    @Parameters(paramLabel = "NODE", description = "The number of the node, or its id.")
    private String node = "";

    /** Makes the command. */
    public NodeDescribeCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.node(node));
    }

    @Override
    protected void print(JsonDocument document) {
        Table table = new Table("FACT", "VALUE")
                .row("node", document.number("number"))
                .row("id", document.text("id"))
                .row("region", document.text("region"))
                .row("zone", document.text("zone"))
                .row("status", document.text("status"))
                .row("reachable", document.flag("reachable") ? "yes" : "no")
                .row("http", document.text("http"))
                .row("address", document.text("address"))
                .row("incarnation", document.text("incarnation"))
                .row("version", document.text("version"))
                .row("position", document.text("position"))
                .row(
                        "neighbours",
                        document.objects("neighbours").stream()
                                .map(neighbour -> neighbour.number("number") > 0
                                        ? "node " + neighbour.number("number")
                                        : neighbour.text("id"))
                                .collect(Collectors.joining(", ")));
        shell().out().print(table);
    }
}
