package dev.substrate.dht.internal.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Packs what goes to the same node into messages that Artery takes: far below its largest frame, and no larger than what
 * can be written without holding up what comes after.
 *
 * @param <T> what is packed
 */
public final class Parcels<T> {

    /** How many items travel together at most. */
    static final int ITEMS_MAX = 256;

    /** A parcel is full once its items may take so many bytes; one item may take more, and then travels alone. */
    static final int BYTES_MAX = 128 * 1024;

    /** What an item takes besides its entity, at most. */
    private static final int HEADERS_BYTES_MAX = 512;

    private final ToIntFunction<T> chars;
    private List<List<T>> packed = new ArrayList<>();
    private long bytes;

    /** @param chars tells how many characters the entity of an item has, 0 if it has none */
    public Parcels(ToIntFunction<T> chars) {
        this.chars = chars;
    }

    /** Returns whether there is nothing to send. */
    public boolean isEmpty() {
        return packed.isEmpty();
    }

    /** Packs an item. */
    public void add(T item) {
        // A char takes at most three bytes of UTF-8.
        long size = 3L * chars.applyAsInt(item) + HEADERS_BYTES_MAX;
        if (packed.isEmpty() || last().size() == ITEMS_MAX || bytes + size > BYTES_MAX) {
            packed.add(new ArrayList<>());
            bytes = 0;
        }
        last().add(item);
        bytes += size;
    }

    /** Returns what is packed, and begins anew. */
    public List<List<T>> drain() {
        List<List<T>> drained = packed;
        packed = new ArrayList<>();
        bytes = 0;
        return drained;
    }

    private List<T> last() {
        return packed.get(packed.size() - 1);
    }
}
