package dev.substrate.dht.internal.cache;

import dev.substrate.dht.internal.change.ChangeListener;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A shard that the cache follows, from when it began until it lets go; then what rests on it counts no more. Safe for use by
 * several threads.
 */
final class Following implements ChangeListener {

    /** After how long without a position it begins anew: in that time a tombstone may have come and gone. */
    static final int GAP_IN_STALENESS = 2;

    private static final long USED_GRAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final RecordCache cache;
    private final long number;
    private final int shard;
    private final long staleNanosMax;
    private final long idleNanosMax;
    private final LongSupplier nanoTime;
    private volatile boolean live;
    private volatile long asOfNanos;
    private volatile long usedNanos;

    Following(
            RecordCache cache,
            long number,
            int shard,
            Duration staleMax,
            Duration idleMax,
            LongSupplier nanoTime,
            long nowNanos) {
        this.cache = cache;
        this.number = number;
        this.shard = shard;
        this.staleNanosMax = staleMax.toNanos();
        this.idleNanosMax = idleMax.toNanos();
        this.nanoTime = nanoTime;
        this.usedNanos = nowNanos;
    }

    long number() {
        return number;
    }

    int shard() {
        return shard;
    }

    /**
     * Returns whether the cache has been shown what was written so far, but for the newest. To be asked before the slot is looked
     * at: what was shown before this has changed the slot by then.
     */
    boolean isFresh(long nowNanos) {
        return live && nowNanos - asOfNanos <= staleNanosMax;
    }

    void use(long nowNanos) {
        if (nowNanos - usedNanos > USED_GRAIN_NANOS) {
            usedNanos = nowNanos;
        }
    }

    @Override
    public void onRow(int ofShard, Change change, boolean settled) {
        cache.reached(change.row().uri(), change.row().version());
    }

    @Override
    public void onDamaged(int ofShard, Damaged damaged) {
        cache.forget(damaged.uri());
    }

    @Override
    public void onPosition(int ofShard, long offset, long newAsOfNanos) {
        long now = nanoTime.getAsLong();
        boolean gap = live && now - asOfNanos > GAP_IN_STALENESS * staleNanosMax;
        if (gap || now - usedNanos > idleNanosMax) {
            cache.letGo(this);
        } else {
            asOfNanos = newAsOfNanos;
            live = true;
        }
    }
}
