package dev.substrate.cli.seed;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the verbs on seed files have in common: they read the file and look at its records. */
abstract class SeedVerb implements Callable<Integer> {

    private static final Duration LINE_DEADLINE = Duration.ofSeconds(60);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    final Shell shell;
    final Duration lineDeadline;

    @Mixin
    final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "FILE", description = "The seed file, one JSON object per line, in UTF-8.")
    private Path file = Path.of("");

    @Mixin
    private final ClientOptions options = new ClientOptions();

    SeedVerb(Shell shell) {
        this(shell, LINE_DEADLINE);
    }

    SeedVerb(Shell shell, Duration lineDeadline) {
        this.shell = shell;
        this.lineDeadline = lineDeadline;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        requireSense();
        List<SeedLine> lines = SeedFile.read(file);
        List<Endpoint> nodes = options.nodesForLongWork(shell);
        return run(new PlanView(each(nodes, lines, new Planner(lineDeadline))), nodes);
    }

    /** Refuses a command line that makes no sense. */
    void requireSense() {}

    /** Returns the exit code. */
    abstract int run(PlanView plan, List<Endpoint> nodes) throws IOException, InterruptedException;

    final <A, R> List<R> each(List<Endpoint> nodes, List<A> items, Crew.Work<A, R> work) throws InterruptedException {
        try (LiveLine progress = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            return new Crew(nodes, progress).each(items, work);
        }
    }
}
