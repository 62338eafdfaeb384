package dev.substrate.cli.node;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code substrate node list}: shows the nodes of the cluster. */
@Command(
        name = "list",
        description = "Shows the nodes of the cluster, as the one that answers sees them.",
        footer = {"", "Examples:", "  substrate node list", "  substrate node list -o json"})
public final class NodeListCommand extends AnswerVerb {

    /** Makes the command. */
    public NodeListCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.NODES);
    }

    @Override
    protected void print(JsonDocument document) {
        Table table = new Table("NODE", "STATUS", "REACHABLE", "REGION", "ZONE", "HTTP", "ID");
        for (JsonDocument node : document.objects("nodes")) {
            table.row(
                    node.number("number"),
                    node.text("status"),
                    node.flag("reachable") ? "yes" : "no",
                    node.text("region"),
                    node.text("zone"),
                    node.text("http"),
                    node.text("id"));
        }
        shell().out().print(table);
    }
}
