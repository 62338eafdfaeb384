package dev.substrate.cli.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that names each line that failed and why; made with the first failure.
 *
 * <p>Lines are written down when they fail, which is nearly but not quite in their order in the file. Safe for use by several
 * threads.
 */
final class FailureReport implements Closeable {

    private final Path preferred;
    private final Path otherwise;
    private @Nullable Writer writer;
    private @Nullable Path file;

    /**
     * Makes a report.
     *
     * @param preferred where to write it
     * @param otherwise where to write it if that cannot be written
     */
    FailureReport(Path preferred, Path otherwise) {
        this.preferred = preferred;
        this.otherwise = otherwise;
    }

    synchronized void add(long line, String reason) throws IOException {
        if (writer == null) {
            open();
        }
        if (writer != null) {
            writer.write("line " + line + ": " + reason.replaceAll("\\s+", " ") + "\n");
            writer.flush();
        }
    }

    /** Returns where the report is, if there is one. */
    synchronized Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    private void open() throws IOException {
        try {
            writer = Files.newBufferedWriter(preferred);
            file = preferred;
        } catch (IOException e) {
            writer = Files.newBufferedWriter(otherwise);
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
