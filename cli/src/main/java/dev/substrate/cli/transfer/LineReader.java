package dev.substrate.cli.transfer;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line as bytes, and never holds more than one line of bounded length. */
public final class LineReader implements Closeable {

    /** The longest line that is read; the rest of a longer one is skipped. */
    public static final int LINE_BYTES_MAX = 1024 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;
    private long bytesRead;
    private boolean tooLong;

    /** Takes the file. */
    public LineReader(InputStream in) {
        this.in = in;
    }

    /** Returns the next line without its line feed, or null at the end of the file. */
    public byte @Nullable [] next() throws IOException {
        line.reset();
        tooLong = false;
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            take(end - position);
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (complete) {
                bytesRead++;
                break;
            }
        }
        if (!any) {
            return null;
        }
        number++;
        byte[] bytes = line.toByteArray();
        return number == 1 ? withoutByteOrderMark(bytes) : bytes;
    }

    /** Returns the number of the line that {@link #next} returned last, from 1. */
    public long number() {
        return number;
    }

    /** Returns whether the line that {@link #next} returned last is cut off at {@value #LINE_BYTES_MAX} bytes. */
    public boolean tooLong() {
        return tooLong;
    }

    /** Returns how many bytes of the file the lines up to now take. */
    long bytesRead() {
        return bytesRead;
    }

    /** Returns whether there is nothing in a line. */
    public static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private void take(int count) {
        bytesRead += count;
        int room = LINE_BYTES_MAX - line.size();
        tooLong |= count > room;
        line.write(buffer, position, Math.min(count, room));
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static byte[] withoutByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)
                ? Arrays.copyOfRange(bytes, 3, bytes.length)
                : bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
