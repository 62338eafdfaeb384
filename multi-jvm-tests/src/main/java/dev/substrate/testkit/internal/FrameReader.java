package dev.substrate.testkit.internal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads what a {@link FrameWriter} wrote; for one thread. */
public final class FrameReader {

    private final DataInputStream in;

    /** Reads from a stream. */
    public FrameReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame, or empty when the other side is gone
     * @throws IOException if the stream breaks off within a frame, or holds something else than frames
     */
    public Optional<Frame> read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int magic = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (magic != FrameWriter.MAGIC) {
            // Most likely somebody printed to the file descriptor of the control channel, past System.out.
            throw new IOException("Not a frame: it starts with 0x%08x".formatted(magic));
        }
        var kind = Frame.Kind.of(in.readUnsignedByte());
        long callId = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > FrameWriter.PAYLOAD_BYTES_MAX) {
            throw new IOException("Not a frame: it has " + length + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("A frame breaks off after " + payload.length + " of " + length + " bytes");
        }
        return Optional.of(new Frame(kind, callId, payload));
    }
}
