package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate record get}: reads a record. */
@Command(
        name = "get",
        description = {
            "Reads a record.",
            "",
            "Prints the entity byte by byte as it was written, and its version on standard error. With -o json: one "
                    + "object of uri, version, modified and entity."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record get pkg:left-pad",
            "  substrate record get pkg:left-pad -o json | jq .version"
        })
public final class GetCommand extends RecordVerb {

    @Parameters(paramLabel = "URI", description = "The record, as scheme:id.")
    private RecordUri uri = new RecordUri("x", "x");

    @Option(
            names = "--any",
            description = "Take what the owner or a cache holds now: faster, but may be older than the last write.")
    private boolean any;

    /** Makes the command. */
    public GetCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        Response response = client.send(Request.get(Paths.record(uri) + (any ? "?consistency=any" : "")));
        if (response.status() != 200) {
            throw Refusal.of(response).ending(false);
        }
        String modified = modified(response);
        if (output.json()) {
            shell.out()
                    .write(new JsonObject()
                            .with("uri", uri.toString())
                            .with("version", response.version())
                            .with("modified", modified)
                            .raw("entity", response.body())
                            .toBytes());
            shell.println("");
        } else {
            shell.out().write(response.body());
            shell.println("");
            shell.out().flush();
            shell.note("version " + response.version() + ", modified " + modified);
        }
    }

    private static String modified(Response response) {
        @Nullable String instant = response.header("Substrate-Modified");
        return instant != null ? instant : String.valueOf(response.header("Last-Modified"));
    }
}
