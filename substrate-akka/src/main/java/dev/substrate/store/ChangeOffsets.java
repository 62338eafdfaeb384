package dev.substrate.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far somebody has read the changes of an entity type: one offset for each shard. Immutable. To be stored as text,
 * which JSON does by itself.
 */
public final class ChangeOffsets implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The offsets of who has read nothing. */
    public static final ChangeOffsets START = new ChangeOffsets(new TreeMap<>());

    private final SortedMap<Integer, Long> byShard;

    private ChangeOffsets(SortedMap<Integer, Long> byShard) {
        this.byShard = Collections.unmodifiableSortedMap(byShard);
    }

    /** Returns offsets by the number of the shard; a shard that is not there is at its start. */
    public static ChangeOffsets of(Map<Integer, Long> byShard) {
        return new ChangeOffsets(new TreeMap<>(byShard));
    }

    /**
     * Reads offsets from the text that {@link #toString} makes of them.
     *
     * @throws IllegalArgumentException if it is not such a text
     */
    @JsonCreator
    public static ChangeOffsets parse(String text) {
        SortedMap<Integer, Long> byShard = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String shard : text.split(",", -1)) {
                int colon = shard.indexOf(':');
                try {
                    byShard.put(Integer.valueOf(shard.substring(0, colon)), Long.valueOf(shard.substring(colon + 1)));
                } catch (IndexOutOfBoundsException | NumberFormatException e) {
                    throw new IllegalArgumentException("Offsets are 'shard:offset,…', this is not: '" + text + "'", e);
                }
            }
        }
        return new ChangeOffsets(byShard);
    }

    /** Returns the offset of a shard; 0 if nothing of it was read. */
    public long of(int shard) {
        return byShard.getOrDefault(shard, 0L);
    }

    /** Returns the offsets after a change was dealt with, and all changes of its shard before. */
    public ChangeOffsets after(StateChange change) {
        SortedMap<Integer, Long> next = new TreeMap<>(byShard);
        next.merge(change.row().shard(), change.offset(), Math::max);
        return new ChangeOffsets(next);
    }

    /** Returns the offsets by the number of the shard. */
    public SortedMap<Integer, Long> byShard() {
        return byShard;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangeOffsets offsets && byShard.equals(offsets.byShard);
    }

    @Override
    public int hashCode() {
        return byShard.hashCode();
    }

    /** Returns the text that {@link #parse} reads: {@code 0:12,7:3}. */
    @JsonValue
    @Override
    public String toString() {
        return byShard.entrySet().stream()
                .map(shard -> shard.getKey() + ":" + shard.getValue())
                .collect(Collectors.joining(","));
    }
}
