package dev.substrate.testkit.internal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes frames: four bytes of {@link #MAGIC}, one of kind, eight of call id, four of length, the payload.
 *
 * <p>Safe for use by several threads; a frame is written whole.
 */
public final class FrameWriter {

    static final int MAGIC = 0x53_62_54_6b;

    /** The largest payload, in bytes. */
    public static final int PAYLOAD_BYTES_MAX = 64 << 20;

    private final DataOutputStream out;

    /** Writes to a stream. */
    public FrameWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /** Writes and flushes one frame; blocks while the other side does not read and the pipe is full. */
    public synchronized void write(Frame frame) throws IOException {
        int length = frame.payload().length;
        if (length > PAYLOAD_BYTES_MAX) {
            throw new IOException("A frame carries at most " + PAYLOAD_BYTES_MAX + " bytes, not " + length);
        }
        out.writeInt(MAGIC);
        out.writeByte(frame.kind().code());
        out.writeLong(frame.callId());
        out.writeInt(length);
        out.write(frame.payload());
        out.flush();
    }
}
