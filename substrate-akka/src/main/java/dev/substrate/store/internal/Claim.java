package dev.substrate.store.internal;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventStore.LogBounds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one recovery of an entity rests on: the epoch, and how far the entity was written. Safe for use by several threads. */
final class Claim {

    private final ShardKey shard;
    private final long epoch;
    private boolean reading;
    private boolean ended;
    private @Nullable LogBounds log;
    private long written;

    Claim(ShardKey shard, long epoch) {
        this.shard = shard;
        this.epoch = epoch;
    }

    ShardKey shard() {
        return shard;
    }

    long epoch() {
        return epoch;
    }

    /** Returns whether the events of the recovery are yet to be read; true once. */
    synchronized boolean goOn() {
        boolean first = !reading && !ended;
        reading = true;
        return first;
    }

    /** Remembers how far the log goes. */
    synchronized void recovered(LogBounds bounds) {
        reading = true;
        log = bounds;
        written = bounds.highest();
    }

    /** Returns how far the log went when it was recovered, if that is known already. */
    synchronized Optional<LogBounds> log() {
        return Optional.ofNullable(log);
    }

    /** Goes on to the last of numbers that are about to be written; returns false, and does not, if they do not follow. */
    synchronized boolean advance(long first, long last) {
        if (log == null || first != written + 1) {
            return false;
        }
        written = last;
        return true;
    }

    /** Hands over what was read, unless another recovery has begun since; returns whether it did. */
    synchronized boolean deliver(Runnable handOver) {
        if (!ended) {
            handOver.run();
        }
        return !ended;
    }

    /** Ends the claim: another recovery has begun. */
    synchronized void end() {
        ended = true;
    }
}
