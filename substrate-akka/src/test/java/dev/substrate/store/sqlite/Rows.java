package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Rows for tests, all of one shard. */
final class Rows {

    static final ShardKey SHARD = new ShardKey("record", 7);
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

    private Rows() {}

    static StateRow state(String uri, long version, long epoch, @Nullable String entity) {
        return new StateRow(
                SHARD.entityType(),
                uri,
                uri.substring(0, uri.indexOf(':')),
                SHARD.shard(),
                version,
                epoch,
                entity == null,
                TIME,
                TIME,
                "{}",
                entity);
    }

    static EventRow event(String id, long sequence, long epoch) {
        return event(id, sequence, epoch, "{\"n\":" + sequence + "}");
    }

    static EventRow event(String id, long sequence, long epoch, String event) {
        return new EventRow(SHARD.entityType(), id, SHARD.shard(), sequence, epoch, TIME, "{}", event);
    }

    static List<EventRow> events(String id, long first, long last, long epoch) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(sequence -> event(id, sequence, epoch))
                .toList();
    }

    static SnapshotRow snapshot(String id, long sequence, long epoch, Instant taken) {
        return new SnapshotRow(
                SHARD.entityType(), id, SHARD.shard(), sequence, epoch, taken, "{}", "{\"upTo\":" + sequence + "}");
    }
}
