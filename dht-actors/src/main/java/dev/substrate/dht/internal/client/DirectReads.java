package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.LiveRecords;
import dev.substrate.dht.internal.entity.RecordVersion;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads records that are in this node's memory without the gateway. What the store has not confirmed after a while goes to
 * the gateway as well, which sees to its deadline. Safe for use by several threads.
 */
final class DirectReads {

    /** What is in this node's memory, as {@link LiveRecords#read} reads it. */
    @FunctionalInterface
    interface Memory {
        boolean read(String uri, boolean confirmed, Consumer<RecordVersion> found, Runnable elsewhere);
    }

    private final Memory live;
    private final Executor callbacks;

    /** Roughly the oldest first. */
    private final Queue<ReadCall> underWay = new ConcurrentLinkedQueue<>();

    DirectReads(Memory live, Executor callbacks) {
        this.live = live;
        this.callbacks = callbacks;
    }

    /**
     * Reads a record if it is here.
     *
     * @param elsewhere gets the call if the owner turns out to be another node
     * @return false if it is not here, and nothing happens
     */
    boolean read(ReadCall call, Consumer<ReadCall> elsewhere) {
        boolean here = live.read(
                call.id().toString(),
                call.confirmed(),
                version -> callbacks.execute(() -> call.result().complete(version)),
                () -> elsewhere.accept(call));
        if (here && call.confirmed()) {
            underWay.add(call);
        }
        return here;
    }

    /** Forgets those that are done, and hands over those that have been under way for some time. For one thread. */
    void handOver(long afterNanos, Consumer<ReadCall> gateway) {
        long now = System.nanoTime();
        ReadCall oldest = underWay.peek();
        while (oldest != null && (oldest.result().isDone() || isOld(oldest, now, afterNanos))) {
            underWay.remove();
            if (!oldest.result().isDone()) {
                gateway.accept(oldest);
            }
            oldest = underWay.peek();
        }
    }

    private static boolean isOld(ReadCall call, long now, long afterNanos) {
        return now - call.beganNanos() >= Math.min(afterNanos, call.deadline().toNanos() / 2);
    }
}
