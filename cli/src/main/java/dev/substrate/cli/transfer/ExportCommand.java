package dev.substrate.cli.transfer;

import dev.substrate.cli.client.ClientOptions;
import dev.substrate.cli.client.ScopeOption;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code substrate record export}: writes the records of a type to a file. */
@Command(
        name = "export",
        description = {
            "Writes the records of a type, one per line, in the form that import reads.",
            "",
            "With --output the file appears when it is complete; without, the lines go to standard output."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record export --type pkg --output packages.jsonl",
            "  substrate record export --type pkg --prefix left- | wc -l"
        })
public final class ExportCommand implements Callable<Integer> {

    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;

    @Mixin
    private final ListOptions list = new ListOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write (default: standard output).")
    private @Nullable Path output;

    @Mixin
    private final ScopeOption scope = new ScopeOption();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    private final long startNanos = System.nanoTime();
    private long records;

    /** Makes the command. */
    public ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ClusterClient client = options.connect(shell)) {
            RecordPages pages = list.pages(client, scope.scope());
            if (output == null) {
                copy(pages, shell.out());
            } else {
                copyToFile(pages, output);
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        shell.note(String.format(
                Locale.ROOT,
                "Exported %,d records in %.1f s%s",
                records,
                elapsed.toMillis() / 1000.0,
                output == null ? "" : " to " + output));
        return 0;
    }

    private void copyToFile(RecordPages pages, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            copy(pages, out);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copy(RecordPages pages, OutputStream out) throws IOException {
        try (LiveLine progress = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            while (pages.hasNext()) {
                for (ListedRecord record : pages.next(Long.MAX_VALUE)) {
                    out.write(record.toImportLine());
                    out.write('\n');
                    records++;
                }
                if (shell.out().checkError()) {
                    throw CliException.failed("The reader of standard output has gone away");
                }
                progress.show(new Progress(records, 0, 0, Duration.ofNanos(System.nanoTime() - startNanos), "records")
                        .toString());
            }
        }
    }
}
