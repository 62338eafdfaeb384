package dev.substrate.cli.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that names each line that failed and why; made with the first failure.
 *
 * <p>Lines are written down when they fail, which is nearly but not quite in their order in the file. Safe for use by several
 * threads.
 */
public final class FailureReport implements Closeable {

    private final Path preferred;
    private final Path otherwise;
    private final OpenOption[] options;
    private @Nullable Writer writer;
    private @Nullable Path file;

    /**
     * Makes a report.
     *
     * @param preferred where to write it
     * @param otherwise where to write it if that cannot be written
     */
    FailureReport(Path preferred, Path otherwise) {
        this(preferred, otherwise, false);
    }

    /**
     * Makes a report that perhaps goes on after what is there.
     *
     * @param preferred where to write it
     * @param otherwise where to write it if that cannot be written
     * @param goesOn whether it is added to what is there
     */
    public FailureReport(Path preferred, Path otherwise, boolean goesOn) {
        this.preferred = preferred;
        this.otherwise = otherwise;
        this.options = goesOn
                ? new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND}
                : new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                };
    }

    /** Writes a failure down. */
    public synchronized void add(long line, String reason) throws IOException {
        if (writer == null) {
            open();
        }
        if (writer != null) {
            writer.write("line " + line + ": " + reason.replaceAll("\\s+", " ") + "\n");
            writer.flush();
        }
    }

    /** Returns where the report is, if there is one. */
    public synchronized Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    private void open() throws IOException {
        try {
            writer = Files.newBufferedWriter(preferred, options);
            file = preferred;
        } catch (IOException e) {
            writer = Files.newBufferedWriter(otherwise, options);
            file = otherwise;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
