package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.node.NodeName;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate service why}: tells why a service is active on a node, or is not. */
@Command(
        name = "why",
        description = "Tells why a service is active on a node, or is not.",
        footer = {"", "Example:", "  substrate service why greeter 2"})
public final class WhyCommand extends AnswerVerb {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node, by its number or id.")
    private String node = "";

    /** Makes the command. */
    public WhyCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.service(service) + "/why?node=" + Paths.encoded(node));
    }

    @Override
    protected void print(JsonDocument answer) {
        shell().println(answer.text("service") + " is " + answer.text("state") + " on node " + NodeName.of(answer)
                + ":");
        answer.texts("why").forEach(sentence -> shell().println("  " + sentence));
    }
}
