package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate service activate}: says that a service may be active on a node. */
@Command(
        name = "activate",
        description = "Lets a service be active on a node again, after 'deactivate' or after failures there.",
        footer = {"", "Example:", "  substrate service activate greeter 2"})
public final class ActivateCommand extends AnswerVerb {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node, by its number or id.")
    private String node = "";

    /** Makes the command. */
    public ActivateCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.of("POST", Paths.service(service) + "/activate?node=" + Paths.encoded(node));
    }

    @Override
    protected void print(JsonDocument answer) {
        shell().println(service + " may be active on node " + node
                + (answer.flag("changed")
                        ? " (" + answer.text("place") + ", version " + answer.number("version") + ")"
                        : ", as before"));
    }
}
