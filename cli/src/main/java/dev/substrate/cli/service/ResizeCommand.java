package dev.substrate.cli.service;

import dev.substrate.cli.client.AnswerVerb;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate service resize}: changes the slots of a service while it runs. */
@Command(
        name = "resize",
        description = {
            "Changes the slots of a service while it runs: their number, or their names.",
            "",
            "A slot that is taken away and held now vanishes once its holder has become passive."
        },
        footer = {
            "",
            "Examples:",
            "  substrate service resize greeter 3",
            "  substrate service resize gateway --names 10.0.0.1,10.0.0.2 --place region-0"
        })
public final class ResizeCommand extends AnswerVerb {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The name of the service.")
    private String service = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "COUNT", description = "How many slots it is to have.")
    private @Nullable Integer count;

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "NAME",
            description = "What the slots are to be called, instead of how many there are to be.")
    private @Nullable List<String> names;

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description = "Which slots: those of global, region-R or zone-R.Z (default: global).")
    private @Nullable String place;

    /** Makes the command. */
    public ResizeCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected Request request() {
        List<String> wanted = names;
        if ((count == null) == (wanted == null)) {
            throw CliException.usage("Say either how many slots there are to be, or --names");
        }
        JsonObject body = new JsonObject();
        if (count != null) {
            body.with("count", count.longValue());
        }
        if (wanted != null) {
            body.raw("names", wanted.stream().map(JsonObject::quoted).collect(Collectors.joining(",", "[", "]")));
        }
        return Request.of(
                "PUT",
                Paths.service(service) + "/slots" + (place == null ? "" : "?place=" + Paths.encoded(place)),
                "application/json",
                body.toBytes());
    }

    @Override
    protected void print(JsonDocument answer) {
        shell().println(
                        answer.flag("changed")
                                ? "Resized " + service + " in " + answer.text("place") + ", version "
                                        + answer.number("version")
                                : service + " has these slots already");
    }
}
