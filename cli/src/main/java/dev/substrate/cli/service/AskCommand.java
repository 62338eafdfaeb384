package dev.substrate.cli.service;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.MessageOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.record.EntityArgument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate service ask}: asks the service on the node nearest to an id. */
@Command(
        name = "ask",
        description = {
            "Asks the service on the node nearest to an id, and prints its answer.",
            "",
            "The message is handled at most once. Ends with 3 if the service knows no such thing or is nowhere, with 1 if it "
                    + "refuses or fails, and with 5 if no answer came: it may have been handled or not."
        },
        footer = {
            "",
            "Examples:",
            "  substrate service ask greeter ann '{\"greeting\":\"hello\"}'",
            "  substrate service ask printer job-7 --method delete --deadline 30s"
        })
public final class AskCommand implements Callable<Integer> {

    /** What is to be done. */
    enum Method {
        create,
        get,
        update,
        delete
    }

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "ID", description = "What the message is about; a node's id means that node.")
    private String id = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JSON",
            description = "What to send with it (default: nothing); '-' reads it from standard input.")
    private @Nullable String entity;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "get",
            description = "What is to be done: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Method method = Method.get;

    @Mixin
    private final MessageOptions message = new MessageOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public AskCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> parameters = message.parameters();
        parameters.put("method", method.name());
        Request request = message.addTo(Request.of(
                "POST",
                Paths.withQuery(Paths.message(service, id), parameters),
                "application/json",
                entity == null ? new byte[0] : EntityArgument.bytes(entity, shell)));
        try (ClusterClient client = options.connect(shell, message.wait(null))) {
            Response response = client.sendOnce(request);
            if (response.status() / 100 != 2) {
                throw refused(Refusal.of(response));
            }
            print(response);
        }
        return ExitCode.DONE;
    }

    private static CliException refused(Refusal refusal) {
        if (refusal.nobodyThere()) {
            return new CliException(ExitCode.NOT_FOUND, refusal.detail());
        }
        return refusal.serviceFailed() ? CliException.failed(refusal.detail()) : refusal.ending(true);
    }

    private void print(Response response) throws IOException {
        String node = String.valueOf(response.header("Substrate-Node"));
        String transaction = String.valueOf(response.header("Substrate-Transaction-Id"));
        if (output.json()) {
            JsonObject answer = new JsonObject().with("node", node).with("transaction", transaction);
            if (response.status() == 200) {
                answer.raw("entity", response.text().stripTrailing());
            }
            shell.println(answer.toString());
            return;
        }
        if (response.status() == 200) {
            shell.println(response.text().stripTrailing());
        }
        shell.out().flush();
        shell.note("done by " + node + ", transaction " + transaction);
    }
}
