package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code substrate service list}: shows all services. */
@Command(
        name = "list",
        description = "Shows the services of the cluster, and on which nodes they are active.",
        footer = {"", "Examples:", "  substrate service list", "  substrate service list -o json"})
public final class ListCommand extends AnswerVerb {

    /** Makes the command. */
    public ListCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.SERVICES);
    }

    @Override
    protected void print(JsonDocument answer) {
        Table table = new Table("SERVICE", "ACTIVATION", "HELD", "ACTIVE ON", "CARRIED BY");
        for (JsonDocument service : answer.objects("services")) {
            table.row(
                    service.text("service"),
                    service.text("activation"),
                    service.number("slots") < 0
                            ? "-"
                            : service.number("held") + " of " + service.number("slots") + " slots",
                    Table.orDash(String.join(", ", service.texts("active"))),
                    String.join(", ", service.texts("nodes")));
        }
        shell().out().print(table);
    }
}
