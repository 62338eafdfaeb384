package dev.substrate.cli.transfer;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.ScopeOption;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate record import}: writes the records of a file. */
@Command(
        name = "import",
        description = {
            "Writes the records of a file, one per line: {\"uri\":\"scheme:id\",\"entity\":{...}}",
            "",
            "Entities are stored byte by byte as they stand in the file. A line may name its own \"scope\". Of several lines for one record the last wins. "
                    + "It is safe to run an import again: records that are there already stay as they are. A node that "
                    + "dies meanwhile is no harm, as long as another one takes over within a minute.",
        },
        footer = {
            "",
            "Examples:",
            "  substrate record import packages.jsonl",
            "  substrate record import packages.jsonl --parallel 64 --report failed.txt"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int PARALLEL = 32;
    private static final int PARALLEL_MAX = 512;
    private static final Duration LINE_DEADLINE = Duration.ofSeconds(60);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;
    private final Duration lineDeadline;

    @Parameters(paramLabel = "FILE", description = "The file to import, in UTF-8.")
    private Path file = Path.of("");

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Where to list the lines that failed, if any do (default: beside the file, as FILE.report.txt).")
    private @Nullable Path report;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "" + PARALLEL,
            description = "How many requests to have under way at once (default: ${DEFAULT-VALUE}).")
    private int parallel = PARALLEL;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ScopeOption scope = new ScopeOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public ImportCommand(Shell shell) {
        this(shell, LINE_DEADLINE);
    }

    ImportCommand(Shell shell, Duration lineDeadline) {
        this.shell = shell;
        this.lineDeadline = lineDeadline;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw CliException.usage("--parallel is 1 to " + PARALLEL_MAX);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CliException.usage("There is no file to read at " + file);
        }
        List<Endpoint> nodes = options.nodesForLongWork(shell);
        String reportName = file.getFileName() + ".report.txt";
        Path besideFile = file.resolveSibling(reportName);
        if (report == null) {
            // What an earlier run had to say would pass for the result of this one.
            Files.deleteIfExists(besideFile);
        }
        FailureReport failures = new FailureReport(report == null ? besideFile : report, Path.of(reportName));
        ImportResult result;
        try (LiveLine progress = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            result = new Importer(nodes, scope.scope(), parallel, lineDeadline, failures, progress).run(file);
        } finally {
            failures.close();
        }
        tell(result, failures.file());
        return result.complete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void tell(ImportResult result, Optional<Path> reportFile) {
        double seconds = Math.max(0.001, result.elapsed().toMillis() / 1000.0);
        long lines = result.written() + result.unchanged() + result.failed();
        if (output.json()) {
            JsonObject json = new JsonObject()
                    .with("written", result.written())
                    .with("unchanged", result.unchanged())
                    .with("failed", result.failed())
                    .with("complete", result.complete());
            reportFile.ifPresent(path -> json.with("report", path.toString()));
            shell.println(json.toString());
        } else {
            shell.println("written " + result.written() + " / unchanged " + result.unchanged() + " / failed "
                    + result.failed());
        }
        shell.out().flush();
        shell.note(String.format(Locale.ROOT, "%,d lines in %.1f s, %,.0f/s", lines, seconds, lines / seconds));
        if (result.abandonedAtLine() > 0) {
            shell.note("Gave up at line " + result.abandonedAtLine() + ", as no node answered for "
                    + lineDeadline.toSeconds()
                    + " s. Lines after it were not tried; it is safe to run the import again");
        }
        reportFile.ifPresent(path -> shell.note("The lines that failed are listed in " + path));
    }
}
