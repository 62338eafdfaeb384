package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate service deactivate}: says that a service is kept away from a node. */
@Command(
        name = "deactivate",
        description =
                "Keeps a service away from a node until 'activate'; a slot that it holds there goes to another node.",
        footer = {"", "Example:", "  substrate service deactivate greeter 2"})
public final class DeactivateCommand extends AnswerVerb {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node, by its number or id.")
    private String node = "";

    /** Makes the command. */
    public DeactivateCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.of("POST", Paths.service(service) + "/deactivate?node=" + Paths.encoded(node));
    }

    @Override
    protected void print(JsonDocument answer) {
        shell().println(service + " is kept away from node " + node
                + (answer.flag("changed")
                        ? " (" + answer.text("place") + ", version " + answer.number("version") + ")"
                        : ", as before"));
    }
}
