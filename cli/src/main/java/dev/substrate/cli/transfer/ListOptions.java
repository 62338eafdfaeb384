package dev.substrate.cli.transfer;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordUri;
import picocli.CommandLine.Option;

/** The options that say which records to list. */
public final class ListOptions {

    @Option(names = "--type", required = true, paramLabel = "SCHEME", description = "The type of the records.")
    private String type = "";

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Only records whose id starts with this.")
    private String prefix = "";

    /** Returns a reader of those records. */
    public RecordPages pages(ClusterClient client, ScopeText scope) {
        return pages(client, scope, "");
    }

    /**
     * Returns a reader of those that meet conditions.
     *
     * @param where see {@link dev.substrate.cli.http.Paths#where}
     */
    public RecordPages pages(ClusterClient client, ScopeText scope, String where) {
        try {
            RecordUri.requireScheme(type);
        } catch (InvalidNameException e) {
            throw CliException.usage("--type: " + e.getMessage());
        }
        return new RecordPages(client, type, scope, prefix, where);
    }
}
