package dev.substrate.cli.topic;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.MessageOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.record.EntityArgument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate topic publish}: shows something to all subscribers. */
@Command(
        name = "publish",
        description = {
            "Shows something to all subscribers of a topic, and says how many nodes it has reached.",
            "",
            "Ends with 3 if there was no subscriber, and with 5 if a node did not acknowledge: its subscribers may have "
                    + "it or not."
        },
        footer = {
            "",
            "Examples:",
            "  substrate topic publish readings '{\"celsius\":21}'",
            "  substrate topic publish readings '{\"celsius\":21}' --wait 10s",
            "  substrate topic publish alarms - --place zone-1.2 < alarm.json"
        })
public final class PublishCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The name of the topic.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "JSON", description = "What to show; '-' reads it from standard input.")
    private String entity = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait until there is a subscriber, such as 10s (default: not at all).")
    private @Nullable Duration wait;

    @Mixin
    private final MessageOptions message = new MessageOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public PublishCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> parameters = message.parameters();
        parameters.put("wait", MessageOptions.seconds("--wait", wait));
        Request request = message.addTo(Request.of(
                "POST",
                Paths.withQuery(Paths.topic(topic, "publish"), parameters),
                "application/json",
                EntityArgument.bytes(entity, shell)));
        try (ClusterClient client = options.connect(shell, message.wait(wait))) {
            Response response = client.sendOnce(request);
            if (response.status() != 200) {
                throw Refusal.of(response).ending(true);
            }
            return report(response);
        }
    }

    private int report(Response response) throws IOException {
        JsonDocument published = JsonDocument.parse(response.body());
        List<String> reached = published.texts("reached");
        List<String> unanswered = published.texts("unanswered");
        if (output.json()) {
            shell.println(response.text().strip());
        } else if (!reached.isEmpty()) {
            shell.println("Reached " + reached.size() + (reached.size() == 1 ? " node" : " nodes"));
        }
        if (!unanswered.isEmpty()) {
            shell.out().flush();
            throw new CliException(
                    ExitCode.OUTCOME_UNKNOWN,
                    "Not acknowledged by " + String.join(", ", unanswered) + ": they may have it or not");
        }
        if (reached.isEmpty()) {
            shell.out().flush();
            throw new CliException(ExitCode.NOT_FOUND, "Nobody subscribes to '" + topic + "' there");
        }
        return ExitCode.DONE;
    }
}
