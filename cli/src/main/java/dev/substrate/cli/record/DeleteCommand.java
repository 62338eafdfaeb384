package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code substrate record delete}: removes a record. */
@Command(
        name = "delete",
        description = "Removes a record. What is left is a tombstone, so the version goes on growing.",
        footer = {"", "Example:", "  substrate record delete pkg:left-pad --if-version 7"})
public final class DeleteCommand extends WriteVerb {

    @Option(names = "--if-version", paramLabel = "V", description = "Only if the record is at this version now.")
    private @Nullable Long version;

    /** Makes the command. */
    public DeleteCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) {
        Request request = Request.of("DELETE", Paths.record(uri, scope()));
        if (version != null) {
            request.header("If-Match", "\"" + version + "\"");
        }
        Response response = write(client, request);
        if (output.json()) {
            shell.println(new JsonObject()
                    .with("uri", uri.toString())
                    .with("version", response.version())
                    .with("deleted", true)
                    .toString());
        } else {
            shell.println("Deleted " + uri + ", version " + response.version());
        }
    }
}
