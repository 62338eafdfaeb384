package dev.substrate.cli.record;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code substrate record housekeeping}: tells what housekeeping found and did. */
@Command(
        name = "housekeeping",
        description = {
            "Tells what each node's newest pass over its records found, deleted since its time had come, and purged.",
            "",
            "Asks all live nodes of the local cluster, or the one that --url names."
        },
        footer = {"", "Examples:", "  substrate record housekeeping", "  substrate record housekeeping --run"})
public final class HousekeepingCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Option(names = "--run", description = "Begin a pass now, or right after the one that is under way.")
    private boolean run;

    /** Makes the command. */
    public HousekeepingCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Request request = run ? Request.of("POST", Paths.HOUSEKEEPING) : Request.get(Paths.HOUSEKEEPING);
        try (ClusterClient client = options.connect(shell)) {
            List<Response> answers = client.sendToEach(request);
            Table table = new Table(
                    "NODE",
                    "PASS",
                    "BEGAN",
                    "ROWS",
                    "TOMBSTONES",
                    "EXPIRED",
                    "PURGED",
                    "NOT ARCHIVED",
                    "DAMAGED",
                    "FAILED");
            for (Response answer : answers) {
                if (answer.status() >= 300) {
                    throw Refusal.of(answer).ending(false);
                }
                if (output.json()) {
                    shell.println(answer.text().strip());
                } else {
                    row(table, JsonDocument.parse(answer.body()));
                }
            }
            if (!output.json()) {
                shell.out().print(table);
            }
        }
        return 0;
    }

    private static void row(Table table, JsonDocument pass) {
        String state = pass.flag("running")
                ? "running"
                : pass.text("began").isEmpty()
                        ? "none yet"
                        : pass.text("failure").isEmpty() ? "done" : "failed";
        table.row(
                pass.number("number"),
                state,
                shown(pass, "began"),
                shown(pass, "rows"),
                shown(pass, "tombstones"),
                shown(pass, "expired"),
                shown(pass, "purged"),
                shown(pass, "notArchived"),
                shown(pass, "damaged"),
                shown(pass, "failed"));
    }

    private static String shown(JsonDocument pass, String member) {
        return pass.text(member).isEmpty() ? "-" : pass.text(member);
    }
}
