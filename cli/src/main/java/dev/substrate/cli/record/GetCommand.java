package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
                    + "object of uri, version, modified and entity; or of all headers, with --headers."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record get pkg:left-pad",
            "  substrate record get pkg:left-pad -o json | jq .version",
            "  substrate record get pkg:left-pad --headers"
        })
public final class GetCommand extends RecordVerb {

    @Parameters(paramLabel = "URI", description = "The record, as scheme:id.")
    private RecordUri uri = new RecordUri("x", "x");

    @ArgGroup
    private @Nullable What what;

    static final class What {

        @Option(
                names = "--any",
                description = "Take what the owner or a cache holds now: faster, but may be older than the last write.")
        private boolean any;

        @Option(
                names = "--headers",
                description =
                        "Print all headers instead of the entity. Of a record that was deleted, those of its tombstone.")
        private boolean headers;
    }

    /** Makes the command. */
    public GetCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        if (what != null && what.headers) {
            printHeaders(client);
            return;
        }
        String path = what != null && what.any ? Paths.anyOf(uri, scope()) : Paths.record(uri, scope());
        Response response = client.send(Request.get(path));
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

    private void printHeaders(ClusterClient client) {
        String path = Paths.record(uri, scope());
        Response response = client.send(Request.of("HEAD", path));
        HeaderList headers = new HeaderList(response);
        if (headers.present()) {
            shell.out().print(output.json() ? headers.toJson() + "\n" : headers.toTable());
            if (headers.tombstone()) {
                shell.out().flush();
                throw new CliException(
                        ExitCode.NOT_FOUND,
                        "'" + uri + "' was deleted; this is its tombstone, version " + response.version());
            }
        } else if (response.status() == 404) {
            throw new CliException(ExitCode.NOT_FOUND, "There is no record '" + uri + "', and no tombstone of one.");
        } else {
            // A refusal of HEAD does not say why.
            Response why = client.send(Request.get(path));
            throw Refusal.of(why.status() == response.status() ? why : response).ending(false);
        }
    }

    private static String modified(Response response) {
        @Nullable String instant = response.header("Substrate-Modified");
        return instant != null ? instant : String.valueOf(response.header("Last-Modified"));
    }
}
