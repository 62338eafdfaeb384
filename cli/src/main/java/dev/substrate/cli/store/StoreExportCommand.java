package dev.substrate.cli.store;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.transfer.Nodes;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code substrate store export}: writes all records to a folder. */
@Command(
        name = "export",
        description = {
            "Writes all records of the store to a folder: of all types and scopes, with versions and headers, deletions "
                    + "included.",
            "",
            "Records may be written meanwhile: each is in the export as it was at some moment while it ran. Given again, "
                    + "the command goes on where it was ended. Rows that cannot be read are named, and the exit code is 1."
        },
        footer = {"", "Examples:", "  substrate store export /backup/monday"})
public final class StoreExportCommand implements Callable<Integer> {

    private static final int PART_MIB = 64;
    private static final int PART_MIB_MAX = 4096;
    private static final long MIB = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;

    @Parameters(paramLabel = "DIR", description = "The folder; made if it is not there. It holds one export.")
    private Path dir = Path.of("");

    @Option(
            names = "--part-size",
            paramLabel = "MIB",
            defaultValue = "" + PART_MIB,
            description =
                    "How many MiB of lines a part file holds, before they are compressed. What is written of a part is "
                            + "fetched again after an interruption (default: ${DEFAULT-VALUE}).")
    private int partMib = PART_MIB;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    /** Makes the command. */
    public StoreExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (partMib < 1 || partMib > PART_MIB_MAX) {
            throw CliException.usage("--part-size is 1 to " + PART_MIB_MAX);
        }
        ExportDir folder = new ExportDir(dir);
        folder.prepare();
        FileChannel lock = folder.lock();
        try {
            Optional<Manifest> before = folder.manifest();
            if (before.isPresent() && before.get().complete()) {
                shell.note("The export in " + dir + " is complete already");
                return tell(before.get());
            }
            return tell(export(folder, before));
        } finally {
            lock.close();
        }
    }

    private Manifest export(ExportDir folder, Optional<Manifest> before) throws IOException, InterruptedException {
        List<Endpoint> endpoints = options.nodesForLongWork(shell);
        long startNanos = System.nanoTime();
        long linesBefore = before.map(Manifest::lines).orElse(0L);
        Manifest done;
        try (Stubborn nodes = new Stubborn(new Nodes(endpoints, System::nanoTime), 0);
                LiveLine progress = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            Manifest from = begin(folder, before, StoreIdentity.of(nodes, PATIENCE));
            done = new Exporter(nodes, folder, from, PATIENCE, partMib * MIB, shell, progress, Clock.systemUTC()).run();
        }
        double seconds = Math.max(0.001, (System.nanoTime() - startNanos) / 1e9);
        shell.note(String.format(
                Locale.ROOT,
                "Exported %,d records in %.1f s, %,.0f/s",
                done.lines() - linesBefore,
                seconds,
                (done.lines() - linesBefore) / seconds));
        return done;
    }

    private Manifest begin(ExportDir folder, Optional<Manifest> before, String store) throws IOException {
        if (before.isPresent()) {
            Manifest from = before.get();
            if (!from.store().equals(store)) {
                throw CliException.usage("The export in " + dir + " is of another store, begun " + from.begun()
                        + ". Name another folder, or the nodes of that store with --url");
            }
            folder.removeUnfinished(from);
            shell.note(String.format(
                    Locale.ROOT,
                    "Resuming at %s: %,d records of the export that was begun %s are there",
                    ExportDir.partName(from.parts().size() + 1),
                    from.lines(),
                    from.begun()));
            return from;
        }
        Manifest from = Manifest.begin(store, Clock.systemUTC().instant().toString());
        folder.write(from);
        return from;
    }

    private int tell(Manifest done) {
        long tombstones = done.types().values().stream()
                .mapToLong(Manifest.Counts::tombstones)
                .sum();
        if (output.json()) {
            shell.println(new JsonObject()
                    .with("records", done.lines() - tombstones)
                    .with("tombstones", tombstones)
                    .with("damaged", done.damaged().size())
                    .with("parts", done.parts().size())
                    .with("bytes", done.bytes())
                    .toString());
        } else {
            shell.println("records " + (done.lines() - tombstones) + " / tombstones " + tombstones + " / damaged "
                    + done.damaged().size() + " / parts " + done.parts().size() + " / bytes " + done.bytes());
        }
        if (done.damaged().isEmpty()) {
            return ExitCode.DONE;
        }
        shell.note("Rows that cannot be read are not in the export: they are named in its manifest, as 'damaged'");
        return ExitCode.FAILED;
    }
}
