package dev.substrate.fence;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The epochs under which this node holds its shards. Safe for use by several threads. */
final class ShardEpochs {

    private record Held(long epoch, Consumer<FenceLostException> whenLost) {}

    private final Map<ShardKey, Held> held = new ConcurrentHashMap<>();

    /** Remembers an epoch; a lower one never replaces a higher one. */
    void hold(ShardKey shard, long epoch, Consumer<FenceLostException> whenLost) {
        held.merge(shard, new Held(epoch, whenLost), (old, taken) -> taken.epoch > old.epoch ? taken : old);
    }

    /** Returns the epoch under which this node holds the shard, or 0. */
    long epoch(ShardKey shard) {
        Held current = held.get(shard);
        return current == null ? 0 : current.epoch;
    }

    /** Forgets the shard, if it is still held under this epoch, and tells whom it concerns. Returns whether it was. */
    boolean lose(ShardKey shard, long epoch, FenceLostException loss) {
        Held current = held.get(shard);
        if (current == null || current.epoch != epoch || !held.remove(shard, current)) {
            return false;
        }
        current.whenLost.accept(loss);
        return true;
    }

    /** Forgets the shard, if it is still held under this epoch: this node gives it up of its own accord. */
    void release(ShardKey shard, long epoch) {
        held.computeIfPresent(shard, (key, current) -> current.epoch == epoch ? null : current);
    }

    int size() {
        return held.size();
    }
}
