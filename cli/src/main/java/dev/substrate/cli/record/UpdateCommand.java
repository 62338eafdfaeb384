package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code substrate record update}: changes members of a record. */
@Command(
        name = "update",
        description = {
            "Changes members of a record, by a JSON merge patch (RFC 7396).",
            "",
            "A member of the patch replaces the record's; null removes it; objects are merged member by member. "
                    + "A record that is absent is created."
        },
        footer = {"", "Example:", "  substrate record update pkg:left-pad --merge '{\"stars\":2,\"old\":null}'"})
public final class UpdateCommand extends WriteVerb {

    @Option(
            names = "--merge",
            required = true,
            paramLabel = "JSON",
            description = "The merge patch; '-' reads it from standard input.")
    private String patch = "";

    @Mixin
    private final TimeToLiveOption timeToLive = new TimeToLiveOption();

    /** Makes the command. */
    public UpdateCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        byte[] body = EntityArgument.bytes(patch, shell);
        Request request = Request.of("PATCH", Paths.record(uri, scope()), "application/merge-patch+json", body);
        timeToLive.addTo(request);
        report(write(client, request));
    }
}
