package dev.substrate.cli;

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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code substrate status}: shows the members of the cluster. */
@Command(
        name = "status",
        description = "Shows the members of the cluster, as the node that answers sees them.",
        footer = {"", "Examples:", "  substrate status", "  substrate status --url http://10.0.0.7:8551 -o json"})
final class StatusCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ClusterClient client = options.connect(shell)) {
            Response response = client.send(Request.get(Paths.STATUS));
            if (response.status() != 200) {
                throw Refusal.of(response).ending(false);
            }
            if (output.json()) {
                shell.println(response.text().strip());
            } else {
                print(JsonDocument.parse(response.body()));
            }
        }
        return 0;
    }

    private void print(JsonDocument status) {
        Table table = new Table("NODE", "STATUS", "REACHABLE", "REGION", "ZONE", "ADDRESS", "ID");
        for (JsonDocument member : status.objects("members")) {
            table.row(
                    member.number("number"),
                    member.text("status"),
                    member.flag("reachable") ? "yes" : "no",
                    member.text("region"),
                    member.text("zone"),
                    member.text("address"),
                    member.text("id"));
        }
        shell.out().print(table);
        shell.println("");
        shell.println("Cluster " + status.text("cluster") + ", seen by node "
                + status.object("self").number("number") + (status.flag("ready") ? ", ready" : ", not ready"));
    }
}
