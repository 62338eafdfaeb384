package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate service settings}: shows and changes the settings of a service. */
@Command(
        name = "settings",
        description = {
            "Shows the settings of a service, and who changed them; or changes them while the service runs, all or none."
        },
        footer = {
            "",
            "Examples:",
            "  substrate service settings greeter",
            "  substrate service settings greeter greeting=Hi",
            "  substrate service settings greeter --reset greeting --by anna"
        })
public final class SettingsCommand extends AnswerVerb {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "SETTING=VALUE", description = "What is to be changed.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--reset", split = ",", paramLabel = "SETTING", description = "What is to be the default again.")
    private List<String> reset = List.of();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who changes it (default: the user that runs the command).")
    private @Nullable String by;

    /** Makes the command. */
    public SettingsCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        String path = Paths.service(service) + "/settings";
        if (values.isEmpty() && reset.isEmpty()) {
            return Request.get(path);
        }
        String who = by == null ? System.getProperty("user.name", "") : by;
        if (who.isBlank()) {
            throw CliException.usage("Say with --by who changes it");
        }
        JsonObject patch = new JsonObject();
        values.forEach(patch::with);
        reset.forEach(setting -> patch.raw(setting, "null"));
        return Request.of("PATCH", path + "?by=" + Paths.encoded(who), "application/merge-patch+json", patch.toBytes());
    }

    @Override
    protected void print(JsonDocument answer) {
        Table settings = new Table("SETTING", "VALUE", "DEFAULT");
        JsonDocument defaults = answer.object("defaults");
        for (String setting : answer.object("settings").names()) {
            settings.row(setting, answer.object("settings").text(setting), defaults.text(setting));
        }
        shell().out().print(settings);
        if (!answer.objects("changes").isEmpty()) {
            shell().println("");
            Table changes = new Table("CHANGED", "BY", "SETTING", "FROM", "TO");
            for (JsonDocument change : answer.objects("changes")) {
                String setting = change.text("setting");
                changes.row(
                        change.text("at"),
                        change.text("by"),
                        setting,
                        orDefault(change, "from", defaults.text(setting)),
                        orDefault(change, "to", defaults.text(setting)));
            }
            shell().out().print(changes);
        }
    }

    private static String orDefault(JsonDocument change, String member, String defaultValue) {
        return change.has(member) ? change.text(member) : defaultValue + " (default)";
    }
}
