package dev.substrate.testkit.internal;

import java.io.IOException;
import java.util.Objects;

/** One message between the test process and a node process. */
public final class Frame {

    /** What a frame carries. */
    public enum Kind {
        /** A serialized task, from the test to the node. */
        CALL(1),
        /** The serialized result of a task. */
        RESULT(2),
        /** The {@link RemoteFailure} of a task. */
        FAILURE(3),
        /** A {@link BarrierEntry}, from the node to the test. */
        BARRIER(4),
        /** The one who came to a barrier waits no longer, from the node to the test. */
        BARRIER_LEFT(5),
        /** The end of the wait at a barrier: a text that says why it stays closed, empty if it is open. */
        BARRIER_OPEN(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("Not a frame: there is no kind " + code);
        }
    }

    private final Kind kind;
    private final long callId;
    private final byte[] payload;

    /** Makes a frame; the payload is not copied. */
    public Frame(Kind kind, long callId, byte[] payload) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.callId = callId;
        this.payload = Objects.requireNonNull(payload, "payload");
    }

    /** Returns what the frame carries. */
    public Kind kind() {
        return kind;
    }

    /** Returns the number of the call that the frame belongs to. */
    public long callId() {
        return callId;
    }

    /** Returns the content itself, not a copy. */
    public byte[] payload() {
        return payload;
    }
}
