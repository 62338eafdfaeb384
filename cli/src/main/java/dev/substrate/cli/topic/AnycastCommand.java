package dev.substrate.cli.topic;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.MessageOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.node.NodeName;
import dev.substrate.cli.record.EntityArgument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate topic anycast}: offers something until one takes it. */
@Command(
        name = "anycast",
        description = {
            "Offers something to the subscribers of a topic, one after the other, until one takes it; and shows who was "
                    + "asked and what each said.",
            "",
            "Ends with 3 if nobody took it all, and with 5 if it is not known, as one who was asked has not answered. "
                    + "What was left over is in the answer of -o json."
        },
        footer = {
            "",
            "Examples:",
            "  substrate topic anycast work '{\"units\":3}'",
            "  substrate topic anycast work '{\"units\":3}' --order random --attempts 10 --deadline 30s"
        })
public final class AnycastCommand implements Callable<Integer> {

    /** In which order subscribers are asked. */
    enum Order {
        near,
        random
    }

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The name of the topic.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "JSON", description = "What to offer; '-' reads it from standard input.")
    private String entity = "";

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "near",
            description = "Whom to ask first: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Order order = Order.near;

    @Option(names = "--attempts", paramLabel = "N", description = "How many subscribers to ask at most (default: all).")
    private @Nullable Integer attempts;

    @Mixin
    private final MessageOptions message = new MessageOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public AnycastCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (attempts != null && attempts < 1) {
            throw CliException.usage("--attempts is at least 1");
        }
        Map<String, String> parameters = message.parameters();
        parameters.put("order", order.name());
        parameters.put("attempts", attempts == null ? "" : attempts.toString());
        Request request = message.addTo(Request.of(
                "POST",
                Paths.withQuery(Paths.topic(topic, "anycast"), parameters),
                "application/json",
                EntityArgument.bytes(entity, shell)));
        try (ClusterClient client = options.connect(shell, message.wait(null))) {
            Response response = client.sendOnce(request);
            if (response.status() != 200) {
                throw Refusal.of(response).ending(true);
            }
            return report(response);
        }
    }

    private int report(Response response) throws IOException {
        JsonDocument outcome = JsonDocument.parse(response.body());
        List<JsonDocument> asked = outcome.objects("asked");
        if (output.json()) {
            shell.println(response.text().strip());
        } else if (!asked.isEmpty()) {
            Table table = new Table("NODE", "SERVICE", "VERDICT", "REASON");
            asked.forEach(
                    one -> table.row(NodeName.of(one), one.text("service"), one.text("verdict"), one.text("reason")));
            shell.out().print(table);
        }
        String ending = outcome.text("ending");
        if (ending.equals("taken")) {
            return ExitCode.DONE;
        }
        shell.out().flush();
        if (asked.stream().anyMatch(one -> one.text("verdict").equals("unanswered"))) {
            throw new CliException(
                    ExitCode.OUTCOME_UNKNOWN,
                    "Not all was taken as far as is known, but one that was asked did not answer");
        }
        throw new CliException(
                ExitCode.NOT_FOUND,
                switch (ending) {
                    case "attempts-spent" -> "None of the " + attempts + " that were asked took all of it";
                    case "timed-out" -> "Nobody took all of it within the deadline";
                    default ->
                        asked.isEmpty()
                                ? "Nobody subscribes to '" + topic + "' there"
                                : "None of the " + asked.size() + " subscribers took all of it";
                });
    }
}
