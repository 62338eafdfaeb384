package dev.substrate.testkit.network;

import java.nio.ByteBuffer;

/** One thing on its way through a proxy: what one end of a connection has said, and the other is to hear. */
final class Parcel {

    enum Kind {
        /** A connection was opened. */
        OPEN,
        /** Bytes were sent. */
        BYTES,
        /** No more bytes will be sent. */
        END,
        /** The connection broke. */
        ABORT
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    // As the kernel's: the first attempt to send again comes after 200 ms, each further one after twice the time.
    private static final long RETRANSMISSION_NANOS = 200_000_000;
    private static final int DOUBLINGS_MAX = 4;

    final Kind kind;
    final ByteBuffer bytes;
    final long arrivedNanos;

    /** Which part of the jitter this one gets, 0 to 1. */
    final double jitterShare;

    private boolean notLost;
    private int losses;
    private long sentAgainNanos;

    Parcel(Kind kind, long arrivedNanos, double jitterShare) {
        this(kind, NOTHING, arrivedNanos, jitterShare);
    }

    Parcel(ByteBuffer bytes, long arrivedNanos, double jitterShare) {
        this(Kind.BYTES, bytes, arrivedNanos, jitterShare);
    }

    private Parcel(Kind kind, ByteBuffer bytes, long arrivedNanos, double jitterShare) {
        this.kind = kind;
        this.bytes = bytes;
        this.arrivedNanos = arrivedNanos;
        this.jitterShare = jitterShare;
    }

    /** Returns how long to wait because of the delay of the link; not positive if it is over. */
    long delayNanos(Condition condition, long nowNanos) {
        long jitterNanos = (long) (condition.jitter().toNanos() * jitterShare);
        return arrivedNanos + condition.delay().toNanos() + jitterNanos - nowNanos;
    }

    /** Returns how long to wait because this was lost and will be sent again; not positive if it was not. */
    long lossNanos(double loss, Chance chance, long nowNanos) {
        if (notLost || loss == 0) {
            return 0;
        }
        if (losses > 0 && sentAgainNanos - nowNanos > 0) {
            return sentAgainNanos - nowNanos;
        }
        notLost = chance.next() >= loss;
        if (notLost) {
            return 0;
        }
        long pause = RETRANSMISSION_NANOS << Math.min(losses, DOUBLINGS_MAX);
        losses++;
        sentAgainNanos = nowNanos + pause;
        return pause;
    }

    /** Where chance comes from. */
    interface Chance {

        /** Returns a number of at least 0 and less than 1. */
        double next();
    }
}
