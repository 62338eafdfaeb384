package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.transfer.ListOptions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code substrate record scan}: lists records. */
@Command(
        name = "scan",
        description = {
            "Lists the records of a type.",
            "",
            "The table shows the beginning of each entity; -o json prints an array with one whole record per line."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record scan --type pkg --prefix left- --limit 10",
            "  substrate record scan --type pkg -o json | jq -r '.[].uri'"
        })
public final class ScanCommand extends RecordVerb {

    @Mixin
    private final ListOptions list = new ListOptions();

    @Mixin
    private final RecordList shown = new RecordList();

    /** Makes the command. */
    public ScanCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        shown.requireLimit();
        shown.show(shell, list.pages(client, scope()), output.json());
    }
}
