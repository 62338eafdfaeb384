package dev.substrate.cli.topic;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.json.RawJson;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate topic tail}: shows what is published. */
@Command(
        name = "tail",
        description = {
            "Shows what is published to a topic from now on, until it is interrupted.",
            "",
            "When a node goes away, another one is asked; what is published meanwhile is not shown. With -o json, each "
                    + "line is a JSON object of sender, transaction and entity; or of the number of notices that were left out."
        },
        footer = {
            "",
            "Examples:",
            "  substrate topic tail readings",
            "  substrate topic tail alarms --place zone-1.2 -o json | jq .entity"
        })
public final class TailCommand implements Callable<Integer> {

    /** Nodes say something every ten seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private final Shell shell;

    @Parameters(paramLabel = "TOPIC", description = "The name of the topic.")
    private String topic = "";

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description =
                    "Where the topic is: global, region or zone, which are those of the node that answers, or one by "
                            + "its number, region-R or zone-R.Z (default: global).")
    private ScopeText place = ScopeText.OF_TYPE;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    private boolean heard;

    /** Makes the command. */
    public TailCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Request request = Request.get(Paths.withQuery(Paths.topic(topic, "tail"), Map.of("place", place.text())))
                .header("Accept", "text/event-stream");
        try (ClusterClient client = options.connect(shell)) {
            int silent = 0;
            while (!shell.out().checkError()) {
                heard = false;
                @Nullable IOException lost = null;
                try {
                    Events events = new Events();
                    Optional<Response> refused = client.stream(request, SILENCE, events::onLine);
                    if (refused.isPresent() && !Refusal.of(refused.get()).notReady()) {
                        throw Refusal.of(refused.get()).ending(false);
                    }
                } catch (IOException e) {
                    lost = e;
                }
                silent = heard ? 0 : silent + 1;
                if (silent >= 2 * client.nodes()) {
                    throw CliException.failed(
                            lost == null ? "No node shows the topic now" : String.valueOf(lost.getMessage()));
                }
                if (heard) {
                    shell.note("The node has gone; what is published now is missed until another one answers");
                }
            }
        }
        return 0;
    }

    private void show(String event, String data) {
        if (output.json()) {
            shell.println(data.replace('\n', ' '));
        } else if (event.equals("skipped")) {
            shell.note("Notices were left out, as they came too fast: " + data);
        } else {
            shell.println(entity(data));
        }
        shell.out().flush();
    }

    private static String entity(String data) {
        try {
            return RawJson.member(data, "entity").replaceAll("\\R", " ");
        } catch (IOException e) {
            throw CliException.failed("The node shows what is no JSON: " + e.getMessage());
        }
    }

    /** Puts events together from their lines. */
    private final class Events {

        private final StringBuilder data = new StringBuilder();
        private String event = "";

        boolean onLine(String line) {
            heard = true;
            if (line.startsWith("data:")) {
                data.append(data.length() == 0 ? "" : "\n").append(value(line));
            } else if (line.startsWith("event:")) {
                event = value(line);
            } else if (line.isEmpty() && data.length() > 0) {
                show(event, data.toString());
                data.setLength(0);
            }
            return !shell.out().checkError();
        }

        private static String value(String line) {
            String value = line.substring(line.indexOf(':') + 1);
            return value.startsWith(" ") ? value.substring(1) : value;
        }
    }
}
