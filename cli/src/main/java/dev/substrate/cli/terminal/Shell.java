package dev.substrate.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What a verb sees of the outside.
 *
 * @param out results, in UTF-8 whatever the locale says
 * @param err everything that is not a result: progress, hints, errors
 * @param in standard input
 * @param live whether {@code err} is a terminal, on which a line can be written over
 * @param asks whether {@code in} is a terminal, at which somebody can be asked
 * @param env the environment variables
 */
public record Shell(
        PrintStream out, PrintStream err, InputStream in, boolean live, boolean asks, Map<String, String> env) {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int ANSWER_CHARS_MAX = 80;

    /** Returns the process's own streams. */
    public static Shell ofProcess() {
        // The launcher knows which streams are a terminal; the JDK only knows about all streams at once.
        boolean live = Boolean.getBoolean("substrate.stderr.terminal");
        boolean asks = Boolean.getBoolean("substrate.stdin.terminal");
        return new Shell(
                buffered(FileDescriptor.out),
                new PrintStream(raw(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                live,
                asks,
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

    /** Asks a question that is answered by yes or no; anything but a clear yes is a no. */
    public boolean confirms(String question) throws IOException {
        out.flush();
        err.print(question + " [y/N] ");
        err.flush();
        StringBuilder answer = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && answer.length() < ANSWER_CHARS_MAX; c = in.read()) {
            answer.append((char) c);
        }
        String text = answer.toString().strip().toLowerCase(Locale.ROOT);
        return text.equals("y") || text.equals("yes");
    }

    private static PrintStream buffered(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(raw(descriptor), BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    private static OutputStream raw(FileDescriptor descriptor) {
        return new FileOutputStream(descriptor);
    }
}
