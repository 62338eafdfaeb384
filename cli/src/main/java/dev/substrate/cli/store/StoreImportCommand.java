package dev.substrate.cli.store;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.store.ImportCounts.Outcome;
import dev.substrate.cli.store.Manifest.Part;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.transfer.FailureReport;
import dev.substrate.cli.transfer.Nodes;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate store import}: puts back all records of an export. */
@Command(
        name = "import",
        description = {
            "Puts back all records of an export: each with the version and the headers that it had.",
            "",
            "A record that is there already with this version or a newer one stays as it is, so an import can be repeated, "
                    + "and later exports imported after it. Given again, the command goes on where it was ended."
        },
        footer = {
            "",
            "Examples:",
            "  substrate store import /backup/monday",
            "  substrate store import /mnt/read-only/monday --progress /tmp/import.json"
        })
public final class StoreImportCommand implements Callable<Integer> {

    private static final int PARALLEL = 8;
    private static final int PARALLEL_MAX = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;
    private final Duration patience;

    @Parameters(paramLabel = "DIR", description = "The folder of the export.")
    private Path dir = Path.of("");

    @Option(
            names = "--incomplete",
            description =
                    "Import what there is of an export that was not finished. New names may then begin with versions "
                            + "that deleted records had.")
    private boolean incomplete;

    @Option(
            names = "--more-to-come",
            description =
                    "A later export of the same store will be imported too: do not let new names begin above what was "
                            + "purged there yet, which would keep some of its records out.")
    private boolean moreToCome;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "Where to note how far the import is (default: in DIR).")
    private @Nullable Path progressFile;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to list the records that were not put back, if any were not (default: in DIR).")
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
    private final ClientOptions options = new ClientOptions();

    private final ImportCounts counts = new ImportCounts();

    private long failedBefore;

    /** Makes the command. */
    public StoreImportCommand(Shell shell) {
        this(shell, PATIENCE);
    }

    StoreImportCommand(Shell shell, Duration patience) {
        this.shell = shell;
        this.patience = patience;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw CliException.usage("--parallel is 1 to " + PARALLEL_MAX);
        }
        ExportDir folder = new ExportDir(dir);
        Manifest manifest = folder.requireManifest();
        if (!manifest.complete() && !incomplete) {
            throw CliException.usage(
                    "The export in " + dir + ", begun " + manifest.begun() + ", is not complete. Finish it"
                            + " with 'substrate store export', or import what there is with --incomplete");
        }
        if (progressFile == null && !Files.isWritable(dir)) {
            throw CliException.usage(
                    dir + " cannot be written: say with --progress where to note how far the import is");
        }
        List<Endpoint> endpoints = options.nodesForLongWork(shell);
        long startNanos = System.nanoTime();
        try (Stubborn nodes = new Stubborn(new Nodes(endpoints, System::nanoTime), 0)) {
            ImportProgress progress = new ImportProgress(
                    progressFile == null ? folder.file(ExportDir.PROGRESS) : progressFile,
                    StoreIdentity.of(nodes, patience),
                    manifest.parts());
            send(folder, manifest, endpoints, progress);
            if (manifest.complete() && !moreToCome) {
                beginAbove(nodes, manifest.purged());
            }
            progress.end();
        }
        return tell(manifest, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void send(ExportDir folder, Manifest manifest, List<Endpoint> endpoints, ImportProgress done)
            throws IOException, InterruptedException {
        ImportProgress.Done before = done.read();
        failedBefore = before.failed();
        int partsDone = before.parts();
        List<Part> left = manifest.parts().subList(partsDone, manifest.parts().size());
        if (partsDone > 0) {
            shell.note("Resuming at "
                    + (left.isEmpty() ? "the end" : left.get(0).name()) + ": " + partsDone + " of "
                    + manifest.parts().size() + " parts are there");
        }
        Path reportFile = report == null ? folder.file(ExportDir.REPORT) : report;
        if (partsDone == 0) {
            // What an earlier import had to say would pass for the result of this one.
            Files.deleteIfExists(reportFile);
        }
        FailureReport failures = new FailureReport(reportFile, Path.of(ExportDir.REPORT), true);
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            StoreImporter importer = new StoreImporter(
                    endpoints,
                    parallel,
                    patience,
                    counts,
                    failures,
                    line,
                    left.stream().mapToLong(Part::bytes).sum());
            for (Part part : left) {
                importer.send(folder.file(part.name()), part);
                done.write(part, failedBefore + counts.failed());
            }
        } catch (IOException e) {
            throw CliException.failed(e.getMessage() + ". Before that, " + counts.of(Outcome.RESTORED)
                    + " records were put back; give the same command again to go on");
        } finally {
            failures.close();
            failures.file().ifPresent(path -> shell.note("Records that were not put back are listed in " + path));
        }
    }

    private void beginAbove(Stubborn nodes, long purged) throws InterruptedException {
        if (purged > 0) {
            StoreIdentity.answer(
                    nodes,
                    Request.of(
                            "POST",
                            Paths.STORE_PURGED,
                            "application/json",
                            new JsonObject().with("version", purged).toString().getBytes(StandardCharsets.UTF_8)),
                    patience);
        }
    }

    private int tell(Manifest manifest, Duration elapsed) {
        JsonObject json = new JsonObject();
        StringBuilder table = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            String name = ImportCounts.nameOf(outcome);
            json.with(name, counts.of(outcome));
            table.append(table.length() == 0 ? "" : " / ")
                    .append(name)
                    .append(' ')
                    .append(counts.of(outcome));
        }
        shell.println(output.json() ? json.toString() : table.toString());
        shell.out().flush();
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        shell.note(String.format(
                Locale.ROOT, "%,d records in %.1f s, %,.0f/s", counts.all(), seconds, counts.all() / seconds));
        if (!manifest.damaged().isEmpty()) {
            shell.note(manifest.damaged().size()
                    + " records were damaged when they were exported, and are not in the export");
        }
        if (failedBefore > 0) {
            shell.note(failedBefore + " records were not put back in the runs before this one");
        }
        return failedBefore + counts.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
