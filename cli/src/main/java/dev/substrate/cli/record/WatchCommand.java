package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate record watch}: shows versions of records as they are written. */
@Command(
        name = "watch",
        description = {
            "Shows every version of a record, or of all records of a type, as it is written, until it is interrupted.",
            "",
            "Of one record, the newest version is shown first, or what --from says. When a node goes away, the watch"
                    + " goes on with another one where it was.",
            "With -o json, each line is a JSON object."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record watch pkg:left-pad",
            "  substrate record watch pkg:left-pad --from 1",
            "  substrate record watch --type pkg --prefix left-"
        })
public final class WatchCommand extends RecordVerb {

    /** Nodes say something every ten seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(35);

    @Parameters(paramLabel = "URI", arity = "0..1", description = "The record, as scheme:id.")
    private @Nullable RecordUri uri;

    @Option(names = "--from", paramLabel = "V", description = "The version of the record to begin with.")
    private long from;

    @Option(names = "--type", paramLabel = "SCHEME", description = "The type of the records, if it is not one.")
    private @Nullable String type;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Only records whose id starts with this.")
    private String prefix = "";

    private String resume = "";
    private boolean heard;

    /** Makes the command. */
    public WatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        String target = target();
        int silent = 0;
        while (!shell.out().checkError()) {
            heard = false;
            @Nullable IOException lost = null;
            try {
                Events events = new Events();
                Optional<Response> refused = client.stream(request(target), SILENCE, events::onLine);
                if (refused.isPresent() && refused.get().status() != 503) {
                    throw Refusal.of(refused.get()).ending(false);
                }
            } catch (IOException e) {
                lost = e;
            }
            silent = heard ? 0 : silent + 1;
            if (silent >= 2 * client.nodes()) {
                throw CliException.failed(
                        lost == null ? "No node lets the records be watched now" : String.valueOf(lost.getMessage()));
            }
        }
    }

    private String target() {
        if ((uri == null) == (type == null)) {
            throw CliException.usage("Name a record, or with --type the type of several");
        }
        if (type == null) {
            return Paths.watch(uri, scope(), from);
        }
        try {
            RecordUri.requireScheme(type);
        } catch (InvalidNameException e) {
            throw CliException.usage("--type: " + e.getMessage());
        }
        return Paths.watch(type, scope(), prefix);
    }

    private Request request(String target) {
        Request request = Request.get(target).header("Accept", "text/event-stream");
        return resume.isEmpty() ? request : request.header("Last-Event-ID", resume);
    }

    private void show(String event, String data) {
        heard = true;
        ShownChange change;
        try {
            change = ShownChange.of(data);
        } catch (IOException e) {
            throw CliException.failed("The node shows what is no JSON: " + e.getMessage());
        }
        if (event.equals("end")) {
            String reason = change.member("reason");
            if (!reason.equals("too-slow") && !reason.equals("stopped")) {
                throw CliException.failed(change.member("explanation"));
            }
            resume = change.member("resume").isEmpty() ? resume : change.member("resume");
        } else if (!event.equals("progress")) {
            shell.println(output.json() ? data.replace('\n', ' ') : change.line());
            shell.out().flush();
        }
    }

    /** Puts events together from their lines. */
    private final class Events {

        private final StringBuilder data = new StringBuilder();
        private String event = "";
        private String id = "";

        boolean onLine(String line) {
            if (line.startsWith("data:")) {
                data.append(data.length() == 0 ? "" : "\n").append(value(line));
            } else if (line.startsWith("event:")) {
                event = value(line);
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.isEmpty() && data.length() > 0) {
                show(event, data.toString());
                resume = id.isEmpty() ? resume : id;
                data.setLength(0);
                id = "";
            }
            return !shell.out().checkError();
        }

        private static String value(String line) {
            String value = line.substring(line.indexOf(':') + 1);
            return value.startsWith(" ") ? value.substring(1) : value;
        }
    }
}
