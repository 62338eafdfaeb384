package dev.substrate.client;

import dev.substrate.record.RecordId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** The nodes that there are, which of them answer, and where to send a request. Safe for use by several threads. */
final class Nodes {

    /** For how long a node that did not answer is left alone; doubled each time, up to the longest. */
    private static final Duration REST_MIN = Duration.ofMillis(250);

    private static final Duration REST_MAX = Duration.ofSeconds(4);

    private record Rest(long untilNanos, long nanos) {}

    private final List<HttpHost> seeds;
    private final boolean straightToOwners;
    private final LongSupplier nanoTime;
    private final AtomicReference<ShardMap> map = new AtomicReference<>(ShardMap.UNKNOWN);
    private final Map<HttpHost, Rest> resting = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Nodes(List<HttpHost> seeds, boolean straightToOwners, LongSupplier nanoTime) {
        this.seeds = seeds;
        this.straightToOwners = straightToOwners;
        this.nanoTime = nanoTime;
    }

    /** Takes which node owns what now. */
    void learn(ShardMap told) {
        if (straightToOwners && told.shards() > 0 && !told.nodes().isEmpty()) {
            map.set(told);
        }
    }

    /** Takes that a node says which other one owns a record. */
    void learn(RecordId id, String owner) {
        ShardMap.address(owner).ifPresent(host -> map.updateAndGet(known -> known.withOwner(id, host)));
    }

    /** Returns the owner's node if it is known and answers, and else another one, best one that was not asked yet. */
    HttpHost forRecord(RecordId id, Set<HttpHost> asked) {
        Optional<HttpHost> owner = map.get().ownerOf(id);
        return owner.isPresent() && !asked.contains(owner.get()) && answers(owner.get()) ? owner.get() : any(asked);
    }

    /** Returns the node whose turn it is, best one that was not asked yet. */
    HttpHost any(Set<HttpHost> asked) {
        List<HttpHost> all = all();
        int start = Math.floorMod(turn.getAndIncrement(), all.size());
        @Nullable HttpHost silent = null;
        @Nullable HttpHost askedBefore = null;
        for (int i = 0; i < all.size(); i++) {
            HttpHost node = all.get((start + i) % all.size());
            boolean answers = answers(node);
            if (answers && !asked.contains(node)) {
                return node;
            }
            if (answers && askedBefore == null) {
                askedBefore = node;
            }
            if (!answers && !asked.contains(node) && silent == null) {
                silent = node;
            }
        }
        if (askedBefore != null) {
            return askedBefore;
        }
        return silent != null ? silent : all.get(start);
    }

    /** Returns how many nodes there are to ask. */
    int count() {
        return all().size();
    }

    /** Takes that a node answered. */
    void onAnswer(HttpHost node) {
        if (!resting.isEmpty()) {
            resting.remove(node);
        }
    }

    /** Takes that a node did not answer. */
    void onSilence(HttpHost node) {
        resting.compute(node, (same, before) -> {
            long nanos = before == null ? REST_MIN.toNanos() : Math.min(2 * before.nanos(), REST_MAX.toNanos());
            return before != null && nanoTime.getAsLong() - before.untilNanos() < 0
                    ? before
                    : new Rest(nanoTime.getAsLong() + nanos, nanos);
        });
    }

    private boolean answers(HttpHost node) {
        @Nullable Rest rest = resting.get(node);
        return rest == null || nanoTime.getAsLong() - rest.untilNanos() >= 0;
    }

    /** Returns the nodes that were told by nodes, and those that were given: the others may all have been replaced. */
    private List<HttpHost> all() {
        List<HttpHost> told = map.get().nodes();
        if (told.isEmpty()) {
            return seeds;
        }
        for (HttpHost node : told) {
            if (answers(node)) {
                return told;
            }
        }
        List<HttpHost> both = new ArrayList<>(told);
        seeds.stream().filter(seed -> !told.contains(seed)).forEach(both::add);
        return both;
    }
}
