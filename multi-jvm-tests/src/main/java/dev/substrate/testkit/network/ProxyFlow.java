package dev.substrate.testkit.network;

import dev.substrate.testkit.network.Parcel.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: takes from one socket, holds what it has taken for as long as the link asks, and gives it
 * to another. Everything passes in order, the opening and the end of the connection included.
 */
final class ProxyFlow {

    /** How much may be on its way; beyond it, the sender has to wait. */
    static final int WINDOW_BYTES = 1 << 20;

    private final ProxyLoop loop;
    private final ProxyConnection connection;
    private final Route route;
    private final ProxySocket source;
    private final ProxySocket sink;
    private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
    private int heldBytes;
    private boolean sourceEnded;
    private boolean sinkEnded;
    private boolean sinkBroken;
    private boolean sinkFull;
    private @Nullable Long alarmNanos;

    ProxyFlow(ProxyLoop loop, ProxyConnection connection, Route route, ProxySocket source, ProxySocket sink) {
        this.loop = loop;
        this.connection = connection;
        this.route = route;
        this.source = source;
        this.sink = sink;
    }

    boolean wantsToRead() {
        return !sourceEnded && !sinkBroken && heldBytes < WINDOW_BYTES;
    }

    boolean wantsToWrite() {
        return sinkFull && !sinkBroken;
    }

    /** Returns whether the sink has heard that no more bytes will come. */
    boolean isDone() {
        return sinkEnded;
    }

    /** Takes that the source has opened the connection. */
    void sourceOpened() {
        add(Kind.OPEN);
    }

    /** Takes what the source has sent. */
    void read(ByteBuffer buffer) {
        buffer.clear().limit(Math.min(buffer.capacity(), WINDOW_BYTES - heldBytes));
        int count;
        try {
            count = source.read(buffer);
        } catch (IOException e) {
            sourceBroke();
            return;
        }
        if (count < 0) {
            sourceEnded = true;
            add(Kind.END);
        } else if (count > 0) {
            heldBytes += count;
            ByteBuffer copy = ByteBuffer.allocate(count).put(buffer.flip()).flip();
            parcels.add(new Parcel(copy, loop.nanos(), loop.chance()));
        }
    }

    /** Takes that the source is gone. */
    void sourceBroke() {
        sourceEnded = true;
        add(Kind.ABORT);
    }

    /** Takes that nobody is there any more to write to. */
    void sinkBroke() {
        sinkBroken = true;
        parcels.clear();
        heldBytes = 0;
    }

    /** Lets everything pass that may pass now. */
    void pump() {
        sinkFull = false;
        for (Parcel head = parcels.peek(); head != null; head = parcels.peek()) {
            Condition condition = loop.links().effective(route);
            if (condition.cut() || mustWait(head, condition) || !deliver(head)) {
                return;
            }
            if (!head.bytes.hasRemaining()) {
                parcels.poll();
            }
        }
    }

    private void add(Kind kind) {
        if (!sinkBroken) {
            parcels.add(new Parcel(kind, loop.nanos(), loop.chance()));
        }
    }

    private boolean mustWait(Parcel head, Condition condition) {
        long now = loop.nanos();
        long waitNanos = head.delayNanos(condition, now);
        if (waitNanos <= 0) {
            waitNanos = head.lossNanos(condition.loss(), loop::chance, now);
        }
        Pacer pacer = loop.links().pacer(route);
        if (waitNanos <= 0 && pacer != null) {
            waitNanos = pacer.waitNanos(now);
        }
        if (waitNanos > 0) {
            wakeAt(now + waitNanos);
        }
        return waitNanos > 0;
    }

    private void wakeAt(long nanos) {
        Long next = alarmNanos;
        if (next == null || nanos - next < 0) {
            alarmNanos = nanos;
            loop.alarm(nanos, () -> {
                alarmNanos = null;
                connection.pump();
            });
        }
    }

    /** Gives the sink a parcel, or as much of it as it takes; returns false if it takes no more now. */
    private boolean deliver(Parcel parcel) {
        return switch (parcel.kind) {
            case OPEN -> {
                connection.openServer();
                yield true;
            }
            case BYTES -> sink.isConnected() && write(parcel.bytes);
            case END -> sink.isConnected() && end();
            case ABORT -> {
                connection.abort();
                yield true;
            }
        };
    }

    /** Writes bytes, or a slice of them if the link has a bandwidth. */
    private boolean write(ByteBuffer bytes) {
        Pacer pacer = loop.links().pacer(route);
        int sliceBytes = pacer == null ? bytes.remaining() : Math.min(bytes.remaining(), pacer.sliceBytes());
        int written;
        try {
            written = sink.write(bytes.slice(bytes.position(), sliceBytes));
        } catch (IOException e) {
            connection.broke(sink);
            return false;
        }
        bytes.position(bytes.position() + written);
        heldBytes -= written;
        if (pacer != null) {
            pacer.passed(written, loop.nanos());
        }
        sinkFull = written < sliceBytes;
        return !sinkFull;
    }

    private boolean end() {
        try {
            sink.shutdownOutput();
        } catch (IOException e) {
            connection.broke(sink);
            return false;
        }
        sinkEnded = true;
        return true;
    }
}
