package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate record history}: lists the versions of a record that are kept. */
@Command(
        name = "history",
        description = {
            "Lists the versions of a record that are still kept, at most 1000, and the newest one.",
            "",
            "How long a version is kept is the setting substrate.record.versions-kept-for."
        },
        footer = {"", "Example:", "  substrate record history pkg:left-pad"})
public final class HistoryCommand extends RecordVerb {

    @Parameters(paramLabel = "URI", description = "The record, as scheme:id.")
    private RecordUri uri = new RecordUri("x", "x");

    /** Makes the command. */
    public HistoryCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        Response response = client.send(Request.get(Paths.versions(uri, scope())));
        if (response.status() != 200) {
            throw Refusal.of(response).ending(false);
        }
        if (output.json()) {
            shell.println(response.text().strip());
            return;
        }
        for (ShownChange version : ShownChange.versions(response.body())) {
            shell.println(version.line());
        }
    }
}
