package dev.substrate.cli.transfer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Hands items to many workers, but the items of one key one after the other, in the order in which they came.
 *
 * <p>An item with a free key overtakes one that has to wait.
 */
final class InOrderPerKey<K, T> {

    /** An item that a worker has, until it calls {@link #done}. */
    record Turn<K, T>(K key, T item) {}

    private final int itemsMax;
    private final Queue<Turn<K, T>> ready = new ArrayDeque<>();
    /** Of each key that a worker has or that is ready: the items that wait behind. */
    private final Map<K, Queue<T>> waiting = new HashMap<>();

    private int items;
    private boolean closed;

    /** Makes a queue of at most {@code itemsMax} items, those that the workers have among them. */
    InOrderPerKey(int itemsMax) {
        this.itemsMax = itemsMax;
    }

    /** Adds an item; waits while the queue is full. */
    synchronized void put(K key, T item) throws InterruptedException {
        while (items >= itemsMax) {
            wait();
        }
        items++;
        Queue<T> behind = waiting.get(key);
        if (behind != null) {
            behind.add(item);
        } else {
            waiting.put(key, new ArrayDeque<>(2));
            ready.add(new Turn<>(key, item));
        }
        notifyAll();
    }

    /** Returns the next item whose key is free; null when the queue is closed and empty. */
    synchronized @Nullable Turn<K, T> take() throws InterruptedException {
        while (ready.isEmpty()) {
            if (closed && items == 0) {
                return null;
            }
            wait();
        }
        return ready.remove();
    }

    /** Says that a worker is done with an item, so that the next of the same key can go. */
    synchronized void done(Turn<K, T> turn) {
        items--;
        Queue<T> behind = waiting.get(turn.key());
        T next = behind == null ? null : behind.poll();
        if (next == null) {
            waiting.remove(turn.key());
        } else {
            ready.add(new Turn<>(turn.key(), next));
        }
        notifyAll();
    }

    /** Says that no more items will come. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
