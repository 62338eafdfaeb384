package dev.substrate.dht.internal.watch;

import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Progress;
import dev.substrate.record.RecordChange.Skipped;
import dev.substrate.record.RecordId;
import dev.substrate.store.ChangeOffsets;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Watches the records of a type whose ids begin alike. */
final class TypeSubscriber implements Subscriber {

    private final String type;
    private final String uriPrefix;
    private final Duration keptFor;
    private final WatchBuffer buffer;
    private final int changesMax;
    private final Map<Integer, Long> offsets;
    private final Map<Integer, Instant> asOf = new HashMap<>();
    private final Set<Integer> behind;

    TypeSubscriber(
            String type,
            String uriPrefix,
            Duration keptFor,
            WatchBuffer buffer,
            int changesMax,
            Map<Integer, Long> after,
            Instant since) {
        this.type = type;
        this.uriPrefix = uriPrefix;
        this.keptFor = keptFor;
        this.buffer = buffer;
        this.changesMax = changesMax;
        this.offsets = new TreeMap<>(after);
        this.behind = new TreeSet<>(after.keySet());
        after.keySet().forEach(shard -> asOf.put(shard, since));
    }

    @Override
    public Duration keptFor() {
        return keptFor;
    }

    @Override
    public WatchBuffer buffer() {
        return buffer;
    }

    @Override
    public void onVersion(int shard, Change version) {
        if (version.row().uri().startsWith(uriPrefix)) {
            String before = buffer.isRoomy() ? "" : token();
            offsets.put(shard, version.offset());
            offer(Changes.of(version.row(), token()), before);
        }
    }

    @Override
    public void onDamaged(int shard, Damaged damaged) {
        if (damaged.uri().startsWith(uriPrefix)) {
            String before = buffer.isRoomy() ? "" : token();
            offsets.put(shard, damaged.offset());
            offer(new Skipped<>(RecordId.parse(damaged.uri()), damaged.version(), damaged.version(), token()), before);
        }
    }

    @Override
    public void onPosition(int shard, long offset, Instant newAsOf) {
        offsets.put(shard, offset);
        asOf.put(shard, newAsOf);
        if (behind.remove(shard) && behind.isEmpty()) {
            onQuiet();
        }
    }

    @Override
    public void onGap() {
        buffer.end(Changes.notKept(type));
    }

    @Override
    public void onQuiet() {
        if (behind.isEmpty() && buffer.isRoomy()) {
            buffer.offer(new Progress<>(token()));
        }
    }

    @Override
    public void onStop() {
        buffer.end(Changes.stopped(token()));
    }

    private void offer(RecordChange<Json> change, String before) {
        if (!buffer.offer(change)) {
            buffer.end(Changes.tooSlow(changesMax, before));
        }
    }

    private String token() {
        Instant oldest = asOf.values().stream().min(Instant::compareTo).orElseThrow();
        return new WatchToken(oldest, ChangeOffsets.of(offsets)).toString();
    }
}
