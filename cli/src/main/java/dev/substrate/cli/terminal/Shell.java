package dev.substrate.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a verb sees of the outside.
 *
 * @param out results, in UTF-8 whatever the locale says
 * @param err everything that is not a result: progress, hints, errors
 * @param in standard input
 * @param live whether {@code err} is a terminal, on which a line can be written over
 * @param env the environment variables
 */
public record Shell(PrintStream out, PrintStream err, InputStream in, boolean live, Map<String, String> env) {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Returns the process's own streams. */
    public static Shell ofProcess() {
        // The launcher knows whether standard error is a terminal; the JDK only knows about all streams at once.
        boolean live = Boolean.parseBoolean(System.getProperty("substrate.stderr.terminal", "false"));
        return new Shell(
                buffered(FileDescriptor.out),
                new PrintStream(raw(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                live,
                System.getenv());
    }

    /** Writes a line of results. */
    public void println(String line) {
        out.print(line);
        out.print('\n');
    }

    /** Writes a line to standard error. */
    public void note(String line) {
        err.print(line + "\n");
        err.flush();
    }

    private static PrintStream buffered(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(raw(descriptor), BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    private static OutputStream raw(FileDescriptor descriptor) {
        return new FileOutputStream(descriptor);
    }
}
