package dev.substrate.cli.store;

import dev.substrate.cli.store.Manifest.Part;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a part file, line by line. */
final class PartReader implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** More than a node takes in one request. */
    private static final int LINE_BYTES_MAX = 16 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    PartReader(Path file) throws IOException {
        in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), BUFFER_BYTES);
    }

    /**
     * Checks that a file is the one that the manifest means, to the last bit.
     *
     * @throws IOException if it is not; the message is the end of a sentence about the file
     */
    static void check(Path file, Part part) throws IOException {
        MessageDigest digest = Checksum.digest();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (NoSuchFileException e) {
            throw new IOException("is missing", e);
        }
        if (bytes != part.bytes()) {
            throw new IOException("has " + bytes + " bytes, and the manifest says " + part.bytes());
        }
        if (!Checksum.of(digest).equals(part.sha256())) {
            throw new IOException("does not have the checksum that the manifest says: it was changed or damaged");
        }
    }

    /** Returns the next line without its line feed, or null after the last one. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            position = end;
            if (line.size() > LINE_BYTES_MAX) {
                throw new IOException("has a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            if (end < limit) {
                position++;
                return line.toByteArray();
            }
        }
        if (line.size() > 0) {
            throw new IOException("ends within a line");
        }
        return null;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
