package dev.substrate.cli;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code substrate status}: shows the members of the cluster. */
@Command(
        name = "status",
        description = "Shows the members of the cluster, as the node that answers sees them.",
        footer = {"", "Examples:", "  substrate status", "  substrate status --url http://10.0.0.7:8551 -o json"})
final class StatusCommand extends AnswerVerb {

    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.STATUS);
    }

    @Override
    protected void print(JsonDocument status) {
        Table table = new Table("NODE", "STATUS", "REACHABLE", "REGION", "ZONE", "ADDRESS", "ID");
        for (JsonDocument member : status.objects("members")) {
            table.row(
                    member.number("number"),
                    member.text("status"),
                    member.flag("reachable") ? "yes" : "no",
                    member.text("region"),
                    member.text("zone"),
                    member.text("address"),
                    member.text("id"));
        }
        shell().out().print(table);
        shell().println("");
        shell().println("Cluster " + status.text("cluster") + ", seen by node "
                + status.object("self").number("number") + (status.flag("ready") ? ", ready" : ", not ready"));
    }
}
