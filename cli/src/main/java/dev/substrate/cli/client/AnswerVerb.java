package dev.substrate.cli.client;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What verbs have in common that ask a node one thing, and print its answer. */
public abstract class AnswerVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes a verb that prints to a shell. */
    protected AnswerVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws IOException {
        Request request = request();
        try (ClusterClient client = options.connect(shell)) {
            Response response = client.send(request);
            if (response.status() != 200) {
                throw Refusal.of(response).ending(request.writes());
            }
            if (output.json()) {
                shell.println(response.text().strip());
            } else {
                print(JsonDocument.parse(response.body()));
            }
        }
        return ExitCode.DONE;
    }

    /** Returns where to print. */
    protected final Shell shell() {
        return shell;
    }

    /** Returns what is asked. */
    protected abstract Request request();

    /** Prints an answer for people. */
    protected abstract void print(JsonDocument answer);
}
