package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Makes rows; ids are {@code type:name}. */
final class Rows {

    static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456789Z");

    /** Ids and texts that are easily mangled on their way through an engine. */
    static final List<String> AWKWARD = List.of(
            "t:plain",
            "t:ä+b~c %25/..//?&#",
            "t:😀 and \uFF5E and \u00E9 and e\u0301",
            "t:'quoted\" \\ ; -- $$ {0} ?1 :x",
            "t: leading and trailing ",
            "t:tab\tnew\nline\rreturn\u0001\u001F\u007F\u0085",
            "t:|a,b;c|",
            "t:\u202Eright to left \u05D0\u05D1",
            "t:" + "long-".repeat(204),
            "T:PLAIN",
            "t:");

    private Rows() {}

    static StateRow state(ShardKey shard, String uri, long version, long epoch, @Nullable String entity) {
        return new StateRow(
                shard.entityType(),
                uri,
                uri.substring(0, Math.max(0, uri.indexOf(':'))),
                shard.shard(),
                version,
                epoch,
                entity == null,
                TIME,
                TIME.plusSeconds(version),
                "{}",
                entity);
    }

    static EventRow event(ShardKey shard, String id, long sequence, long epoch, String event) {
        return new EventRow(
                shard.entityType(), id, shard.shard(), sequence, epoch, TIME.plusSeconds(sequence), "{}", event);
    }

    /** Makes events whose content tells the writer and the sequence number. */
    static List<EventRow> events(ShardKey shard, String id, long from, int count, long epoch, String writer) {
        return LongStream.range(from, from + count)
                .mapToObj(sequence -> event(shard, id, sequence, epoch, json(writer + " " + sequence)))
                .toList();
    }

    static SnapshotRow snapshot(ShardKey shard, String id, long sequence, long epoch, String snapshot) {
        return new SnapshotRow(
                shard.entityType(), id, shard.shard(), sequence, epoch, TIME.plusSeconds(sequence), "{}", snapshot);
    }

    /** Returns a text without quotes and backslashes as JSON. */
    static String json(String text) {
        return '"' + text + '"';
    }
}
