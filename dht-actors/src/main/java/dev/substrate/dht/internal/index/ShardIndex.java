package dev.substrate.dht.internal.index;

import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one type in one shard, by the values of their indexed fields. What it finds is too much rather than too little:
 * whoever asks looks at the records themselves. For one thread.
 */
final class ShardIndex {

    /**
     * Ids of records that may meet a condition, in order.
     *
     * @param more whether there are more behind them
     */
    record Candidates(List<String> ids, boolean more) {}

    private record Doubt(String id, long untilNanos) {}

    private final List<String> fields;
    private final Map<String, FieldIndex> byField = new HashMap<>();
    private final List<FieldIndex> indexes = new ArrayList<>();
    private final Map<String, IndexedRecord> records = new HashMap<>();

    /** The records that must be looked at whatever is asked for. */
    private final Set<String> open = new HashSet<>();

    private final Queue<Doubt> doubts = new ArrayDeque<>();

    ShardIndex(List<String> fields) {
        this.fields = List.copyOf(fields);
        for (String field : fields) {
            FieldIndex index = new FieldIndex();
            byField.put(field, index);
            indexes.add(index);
        }
    }

    /** Takes a version that counts. */
    void seen(String id, long version, Contents contents) {
        put(id, IndexedRecord.settled(version, contents));
    }

    /**
     * Takes a version that may come to nothing.
     *
     * @param doubtUntilNanos until when the record is in doubt if the version before was not seen; null if it was written long ago
     */
    void seenUnsettled(String id, long version, Contents contents, @Nullable Long doubtUntilNanos) {
        IndexedRecord record = IndexedRecord.unsettled(records.get(id), version, contents, doubtUntilNanos);
        put(id, record);
        Long until = record.doubtUntilNanos();
        if (until != null) {
            doubts.add(new Doubt(id, until));
        }
    }

    /** Takes that a row cannot be read. */
    void seenDamaged(String id) {
        put(id, IndexedRecord.settled(0, Contents.UNKNOWN));
    }

    /** Returns how many values and records it holds, which is what its memory is in proportion to. */
    int size() {
        int size = records.size();
        for (FieldIndex index : indexes) {
            size += index.size();
        }
        return size;
    }

    /**
     * Finds records.
     *
     * @param condition on one of the fields
     * @param prefix how the ids begin
     * @param after the id behind which to begin; empty for the first
     */
    Candidates find(FieldCondition condition, String prefix, String after, int limit, long nowNanos) {
        forgetDoubts(nowNanos);
        TreeSet<String> first = new TreeSet<>();
        Consumer<String> add = id -> {
            boolean wanted = id.compareTo(after) > 0 && id.startsWith(prefix);
            if (wanted && (first.size() <= limit || id.compareTo(first.last()) < 0) && first.add(id)) {
                if (first.size() > limit + 1) {
                    first.pollLast();
                }
            }
        };
        FieldIndex index = byField.get(condition.field());
        if (index == null) {
            throw new IllegalArgumentException("There is no index of " + condition.field());
        }
        index.find(condition.test(), add);
        open.forEach(add);
        boolean more = first.size() > limit;
        if (more) {
            first.pollLast();
        }
        return new Candidates(List.copyOf(first), more);
    }

    /** The times of doubt are all equally long, so the first to begin is the first to end. */
    private void forgetDoubts(long nowNanos) {
        for (Doubt next = doubts.peek(); next != null && next.untilNanos() - nowNanos <= 0; next = doubts.peek()) {
            doubts.remove();
            IndexedRecord record = records.get(next.id());
            if (record != null && Long.valueOf(next.untilNanos()).equals(record.doubtUntilNanos())) {
                put(next.id(), record.withoutDoubt());
            }
        }
    }

    private void put(String id, IndexedRecord record) {
        IndexedRecord known = record.isNothing() ? records.remove(id) : records.put(id, record);
        for (int i = 0; i < fields.size(); i++) {
            FieldIndex index = indexes.get(i);
            Set<FieldValue> before = known == null ? Set.of() : values(known, i);
            Set<FieldValue> now = values(record, i);
            if (!before.equals(now)) {
                index.remove(before, id);
                index.add(now, id);
            }
        }
        if (record.isOpen()) {
            open.add(id);
        } else {
            open.remove(id);
        }
    }

    private static Set<FieldValue> values(IndexedRecord record, int field) {
        List<Contents> possible = record.possible();
        if (possible.size() == 1) {
            return possible.get(0).of(field);
        }
        Set<FieldValue> all = new HashSet<>();
        possible.forEach(contents -> all.addAll(contents.of(field)));
        return all;
    }
}
