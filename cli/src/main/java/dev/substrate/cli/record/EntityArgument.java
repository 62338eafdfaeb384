package dev.substrate.cli.record;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes an entity from the command line without changing a byte of it. */
public final class EntityArgument {

    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private EntityArgument() {}

    /** Returns the bytes of an argument; of standard input if it is {@code -}. */
    public static byte[] bytes(String argument, Shell shell) throws IOException {
        if (argument.equals("-")) {
            return withoutLastLineEnd(standardInput(shell));
        }
        if (argument.indexOf('\uFFFD') >= 0) {
            // Under a locale without UTF-8 the JVM puts this in place of what it cannot read.
            throw CliException.usage("The JSON has characters that this locale cannot pass on: "
                    + "pipe it through standard input, with '-' in its place");
        }
        return argument.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] standardInput(Shell shell) throws IOException {
        byte[] bytes = shell.in().readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw CliException.failed("Standard input has more than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }

    /** Drops the line end that belongs to the file and not to the entity, as {@code get} adds one. */
    private static byte[] withoutLastLineEnd(byte[] bytes) {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return Arrays.copyOf(bytes, end);
    }
}
