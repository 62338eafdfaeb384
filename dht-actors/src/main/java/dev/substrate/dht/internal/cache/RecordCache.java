package dev.substrate.dht.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.cache.Slot.Asked;
import dev.substrate.dht.internal.cache.Slot.Held;
import dev.substrate.dht.internal.change.ShardChanges;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Records that this node has read. An answer of the cache was current at most {@code substrate.record.cache.staleness-max} before
 * it was asked for: it is given only while the feed of the shard has shown all that was acknowledged until then. Safe for use by
 * several threads.
 */
public final class RecordCache {

    /** What the cache says to a question. */
    public sealed interface Answer {}

    /** The record. */
    public record Hit(RecordVersion record) implements Answer {}

    /**
     * The owner is to be asked behind its fence.
     *
     * @param question what its answer is to be given back with; 0 if somebody else has asked already
     */
    public record Miss(String uri, long question) implements Answer {}

    /** The cache has nothing to do with it: it is off, or does not know what was written. */
    public enum Bypass implements Answer {
        /** The one. */
        BYPASS
    }

    private static final int POLLS_PER_STALENESS = 4;

    /** For how long tombstones must stay at least: twice as long as the longest gap, for clocks that differ. */
    private static final int GRACE_IN_STALENESS = 2 * Following.GAP_IN_STALENESS;

    private final RecordSettings settings;
    private final RecordSettings.Caching caching;
    private final ShardChanges feed;
    private final ToIntFunction<String> shardOf;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Cache<String, Slot> slots;
    private final AtomicReferenceArray<@Nullable Following> followings;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Counter hits;
    private final Counter misses;
    private final Counter bypasses;

    /**
     * Makes an empty one.
     *
     * @param shardOf the shard of a record
     * @param nanoTime the clock of the feed
     * @param executor where to clean up
     */
    public RecordCache(
            RecordSettings settings,
            ShardChanges feed,
            int numberOfShards,
            ToIntFunction<String> shardOf,
            Clock clock,
            LongSupplier nanoTime,
            Executor executor,
            MeterRegistry meters) {
        this.settings = settings;
        this.caching = settings.caching();
        this.feed = feed;
        this.shardOf = shardOf;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.followings = new AtomicReferenceArray<>(numberOfShards);
        // One weight holds both bounds: an entry weighs at least what each may have if there are as many as may be.
        long share = caching.entriesMax() == 0 ? 1 : caching.charsMax() / caching.entriesMax();
        this.slots = Caffeine.newBuilder()
                .maximumWeight(caching.entriesMax() == 0 ? 0 : caching.charsMax())
                .weigher((String uri, Slot slot) -> (int) Math.max(share, uri.length() + chars(slot)))
                .expireAfterWrite(caching.ageMax())
                .executor(executor)
                .build();
        this.hits = reads("hit", meters);
        this.misses = reads("miss", meters);
        this.bypasses = reads("bypassed", meters);
        meters.gauge("substrate.record.cache.entries", slots, Cache::estimatedSize);
        meters.gauge("substrate.record.cache.shards", this, RecordCache::shardsFollowed);
    }

    /** Looks a record up. */
    public Answer find(RecordId id) {
        long now = nanoTime.getAsLong();
        if (!takes(id.type())) {
            return Bypass.BYPASS;
        }
        String uri = id.toString();
        Following following = following(shardOf.applyAsInt(uri), now);
        if (!following.isFresh(now)) {
            bypasses.increment();
            return Bypass.BYPASS;
        }
        Slot slot = slots.getIfPresent(uri);
        RecordVersion held = slot == null ? null : slot.usable(following.number(), clock.instant());
        if (held != null) {
            hits.increment();
            return new Hit(held);
        }
        misses.increment();
        Asked question = new Asked(following.number(), lastNumber.incrementAndGet(), 0);
        Slot asked = slots.asMap().compute(uri, (same, before) -> Slot.ask(before, question, clock.instant()));
        return new Miss(uri, asked == question ? question.question() : 0);
    }

    /** Takes what the owner of a record has answered behind its fence to the question of a miss. */
    public void answered(Miss miss, RecordVersion found) {
        change(miss.uri(), slot -> slot.answered(miss.question(), found));
    }

    /** Takes back the question of a miss. */
    public void unanswered(Miss miss) {
        change(miss.uri(), slot -> slot instanceof Asked asked && asked.question() == miss.question() ? null : slot);
    }

    /** Takes note that a record has reached a version. */
    public void reached(String uri, long version) {
        change(uri, slot -> slot.reached(version));
    }

    /** Takes note of an acknowledged write of this node. */
    public void written(String uri, OwnWrite write) {
        change(uri, slot -> slot.written(write));
    }

    /** Returns whether a write of a record can be {@linkplain #written taken over}, if it is told in full. */
    public boolean holds(String uri) {
        return slots.getIfPresent(uri) instanceof Held;
    }

    /** Forgets a record. */
    public void forget(String uri) {
        slots.invalidate(uri);
    }

    /** Stops following. What rests on it is found by its number, and leaves when its time comes. */
    void letGo(Following following) {
        if (followings.compareAndSet(following.shard(), following, null)) {
            feed.leave(following, following.shard());
        }
    }

    /** Tombstones must stay for long enough that the feed shows them before they are purged. */
    private boolean takes(String type) {
        Duration graceMin = caching.stalenessMax().multipliedBy(GRACE_IN_STALENESS);
        return caching.entriesMax() > 0 && settings.tombstoneGrace(type).compareTo(graceMin) >= 0;
    }

    private Following following(int shard, long now) {
        Following present = followings.get(shard);
        if (present != null) {
            present.use(now);
            return present;
        }
        Duration staleMax = caching.stalenessMax();
        Following begun =
                new Following(this, lastNumber.incrementAndGet(), shard, staleMax, caching.ageMax(), nanoTime, now);
        if (followings.compareAndSet(shard, null, begun)) {
            feed.follow(begun, shard, staleMax.dividedBy(POLLS_PER_STALENESS));
        }
        return begun;
    }

    private void change(String uri, Function<Slot, @Nullable Slot> rule) {
        slots.asMap().computeIfPresent(uri, (same, slot) -> rule.apply(slot));
    }

    private int shardsFollowed() {
        int count = 0;
        for (int shard = 0; shard < followings.length(); shard++) {
            count += followings.get(shard) == null ? 0 : 1;
        }
        return count;
    }

    private static int chars(Slot slot) {
        return slot instanceof Held held && held.record().entity() != null
                ? held.record().entity().length()
                : 0;
    }

    private static Counter reads(String result, MeterRegistry meters) {
        return Counter.builder("substrate.record.cache.reads")
                .description("Reads that a cache may answer")
                .tag("result", result)
                .register(meters);
    }
}
