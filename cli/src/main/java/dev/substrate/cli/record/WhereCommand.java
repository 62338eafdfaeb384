package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import dev.substrate.record.RecordUri;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code substrate record where}: tells the node that owns a record. */
@Command(
        name = "where",
        description = "Tells which node owns a record, and under which epoch of its shard.",
        footer = {"", "Example:", "  substrate record where pkg:left-pad"})
public final class WhereCommand extends RecordVerb {

    @Parameters(paramLabel = "URI", description = "The record, as scheme:id.")
    private RecordUri uri = new RecordUri("x", "x");

    /** Makes the command. */
    public WhereCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        Response response = client.send(Request.get(Paths.owner(uri, scope())));
        if (response.status() != 200) {
            throw Refusal.of(response).ending(false);
        }
        if (output.json()) {
            shell.println(response.text().strip());
            return;
        }
        JsonDocument owner = JsonDocument.parse(response.body());
        shell.out()
                .print(new Table("NODE", "ADDRESS", "SHARD", "EPOCH", "ID")
                        .row(
                                owner.number("number"),
                                owner.text("address"),
                                owner.text("shard"),
                                owner.number("epoch"),
                                owner.text("node")));
    }
}
