package dev.substrate.testkit.network;

/** Spreads bytes over time, so that so many pass in a second; for the thread of the proxies. */
final class Pacer {

    // Often enough that a program sees a slow link rather than one that stutters.
    private static final int SLICES_PER_SECOND = 50;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long bytesPerSecond;
    private long freeAtNanos;

    Pacer(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Returns how long to wait until the next bytes may pass; not positive if they may now. */
    long waitNanos(long nowNanos) {
        return freeAtNanos - nowNanos;
    }

    /** Returns how many bytes may pass at once. */
    int sliceBytes() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
    }

    /** Counts bytes that have passed. */
    void passed(int bytes, long nowNanos) {
        freeAtNanos = nowNanos + (long) ((double) bytes * NANOS_PER_SECOND / bytesPerSecond);
    }
}
