package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate record put}: writes a record as a whole. */
@Command(
        name = "put",
        description = "Writes a record as a whole, byte by byte as given.",
        footer = {
            "",
            "Examples:",
            "  substrate record put pkg:left-pad '{\"stars\":1}'",
            "  substrate record put pkg:left-pad --if-version 1 - < left-pad.json",
            "  substrate record put pkg:right-pad --if-absent '{}'",
            "  substrate record put session:7f3a '{}' --ttl 30m --scope region-3"
        })
public final class PutCommand extends WriteVerb {

    @Parameters(index = "1", paramLabel = "JSON", description = "The entity; '-' reads it from standard input.")
    private String json = "";

    @Mixin
    private final TimeToLiveOption timeToLive = new TimeToLiveOption();

    @ArgGroup
    private @Nullable Condition condition;

    static final class Condition {

        @Option(names = "--if-version", paramLabel = "V", description = "Only if the record is at this version now.")
        private @Nullable Long version;

        @Option(names = "--if-absent", description = "Only if there is no such record.")
        private boolean absent;
    }

    /** Makes the command. */
    public PutCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        Request request =
                Request.of("PUT", Paths.record(uri, scope()), "application/json", EntityArgument.bytes(json, shell));
        timeToLive.addTo(request);
        if (condition != null && condition.absent) {
            request.header("If-None-Match", "*");
        } else if (condition != null) {
            request.header("If-Match", "\"" + condition.version + "\"");
        }
        report(write(client, request));
    }
}
