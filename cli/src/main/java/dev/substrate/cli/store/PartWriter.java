package dev.substrate.cli.store;

import dev.substrate.cli.store.Manifest.Part;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;

/** Writes a part file, which has its name only when it is complete and on the disk. */
final class PartWriter implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final MessageDigest digest = Checksum.digest();
    private final Counting compressed;
    private final OutputStream out;
    private long lines;
    private long bytes;

    PartWriter(Path file) throws IOException {
        this.file = file;
        this.compressed = new Counting(new BufferedOutputStream(Files.newOutputStream(Durably.unfinished(file))));
        this.out = new BufferedOutputStream(new GZIPOutputStream(compressed, BUFFER_BYTES), BUFFER_BYTES);
    }

    void add(byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
        lines++;
        bytes += line.length + 1L;
    }

    long lines() {
        return lines;
    }

    /** Returns how many bytes the lines have, before they are compressed. */
    long bytes() {
        return bytes;
    }

    Part finish() throws IOException {
        out.close();
        Durably.finish(file);
        return new Part(file.getFileName().toString(), lines, compressed.count, Checksum.of(digest));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private final class Counting extends FilterOutputStream {

        private long count;

        Counting(OutputStream file) {
            super(file);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            out.write(some, from, length);
            digest.update(some, from, length);
            count += length;
        }
    }
}
