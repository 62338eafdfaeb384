package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.node.NodeName;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate service describe}: shows the slots of a service, and how it is on each node. */
@Command(
        name = "describe",
        description =
                "Shows the slots of a service, who holds them under which token, and how the service is on each node.",
        footer = {"", "Example:", "  substrate service describe greeter"})
public final class DescribeCommand extends AnswerVerb {

    @Parameters(paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    /** Makes the command. */
    public DescribeCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.service(service));
    }

    @Override
    protected void print(JsonDocument answer) {
        if (!answer.objects("places").isEmpty()) {
            Table slots = new Table("PLACE", "SLOT", "STATE", "NODE", "TOKEN");
            for (JsonDocument place : answer.objects("places")) {
                for (JsonDocument slot : place.objects("slots")) {
                    slots.row(
                            place.text("place"),
                            slot.text("slot"),
                            slot.text("state"),
                            NodeName.of(slot),
                            slot.number("token"));
                }
            }
            shell().out().print(slots);
            shell().println("");
        }
        Table nodes = new Table("NODE", "STATE", "SLOT", "FAILURES", "LAST FAILURE");
        for (JsonDocument node : answer.objects("nodes")) {
            nodes.row(
                    NodeName.of(node),
                    node.text("state"),
                    Table.orDash(node.text("slot")),
                    Math.max(0, node.number("failures")),
                    Table.orDash(node.text("lastFailure")));
        }
        shell().out().print(nodes);
    }
}
