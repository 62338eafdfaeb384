package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.transfer.ListOptions;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.InvalidQueryException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code substrate record query}: lists records by their fields. */
@Command(
        name = "query",
        description = {
            "Lists the records of a type whose fields meet conditions, by an index.",
            "",
            "A condition is 'FIELD OPERATOR VALUE'. FIELD is a JSON pointer: /age, /address/city, /tags (a list meets a condition if"
                    + " one of its elements does). OPERATOR is one of = >= > <= < and ^= (a text that begins with VALUE);"
                    + " 'FIELD exists' is met by any value. VALUE is a number, true, false or a text in double quotes as"
                    + " in JSON; anything else is a text as it stands.",
            "",
            "One of the fields has to be indexed, on every node:",
            "  substrate.record.types.user.indexes = [\"/age\", \"/address/city\"]",
            "It finds the records, and the other conditions are checked on them. Two ends of a range of one field count as one.",
            "",
            "Without --max-staleness what is listed takes in all that was written before. Records are not in the order of their values."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record query --type user --where '/age >= 18' --where '/age < 30'",
            "  substrate record query --type user --where '/address/city = Berlin' --where '/name ^= An' -o json",
            "  substrate record query --type pkg --where '/version = \"1.0\"' --limit 10"
        })
public final class QueryCommand extends RecordVerb {

    @Mixin
    private final ListOptions list = new ListOptions();

    @Option(
            names = "--where",
            required = true,
            paramLabel = "CONDITION",
            description = "What must be true of a field; all of several.")
    private List<String> where = List.of();

    @Option(
            names = "--max-staleness",
            paramLabel = "DURATION",
            description = "How old what the index knows may be: 500ms, 5s (default: it must be up to date).")
    private @Nullable Duration maxStaleness;

    @Mixin
    private final RecordList shown = new RecordList();

    /** Makes the command. */
    public QueryCommand(Shell shell) {
        super(shell);
    }

    @Override
    void run(ClusterClient client) throws IOException {
        shown.requireLimit();
        try {
            where.forEach(FieldCondition::parse);
        } catch (InvalidQueryException e) {
            throw CliException.usage("--where: " + e.getMessage());
        }
        String conditions = Paths.where(where, maxStaleness == null ? "" : maxStaleness.toString());
        shown.show(shell, list.pages(client, scope(), conditions), output.json());
    }
}
