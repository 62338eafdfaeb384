package dev.substrate.cli.topic;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.node.NodeName;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code substrate topic list}: lists topics and their subscribers. */
@Command(
        name = "list",
        description = {"Lists the topics that services subscribe to now, on which nodes and by which services."},
        footer = {"", "Examples:", "  substrate topic list", "  substrate topic list -o json | jq '.topics[].name'"})
public final class TopicListCommand extends AnswerVerb {

    /** Makes the command. */
    public TopicListCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        return Request.get(Paths.TOPICS);
    }

    @Override
    protected void print(JsonDocument list) {
        Table table = new Table("TOPIC", "PLACE", "NODE", "SERVICES");
        for (JsonDocument topic : list.objects("topics")) {
            for (JsonDocument subscriber : topic.objects("subscribers")) {
                table.row(
                        topic.text("name"),
                        topic.text("place"),
                        NodeName.of(subscriber),
                        String.join(", ", subscriber.texts("services")));
            }
        }
        shell().out().print(table);
        List<String> missing = list.texts("missing");
        if (!missing.isEmpty()) {
            shell().note("These nodes did not answer: " + String.join(", ", missing));
        }
    }
}
