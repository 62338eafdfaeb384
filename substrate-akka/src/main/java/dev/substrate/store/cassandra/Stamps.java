package dev.substrate.store.cassandra;

import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives out the numbers that order all writes to a shard: first by epoch, then by what the owner wrote before what. They
 * are the write timestamps in Cassandra, so that no late write covers one that came after it. Safe for several threads.
 */
final class Stamps {

    /** An owner that writes 10,000 times a second to one shard uses them up in 80 days, and then takes its next epoch. */
    private static final int BITS_OF_NUMBER = 36;

    private static final long NUMBER_MAX = (1L << BITS_OF_NUMBER) - 1;

    /** Leaves the sign bit alone; a shard that is taken every second gets there after four years. */
    private static final long EPOCH_MAX = (1L << (Long.SIZE - 1 - BITS_OF_NUMBER)) - 1;

    private final Map<ShardKey, Long> last = new ConcurrentHashMap<>();
    private final long numberMax;

    Stamps() {
        this(NUMBER_MAX);
    }

    /** @param numberMax the last number of an epoch, for tests */
    Stamps(long numberMax) {
        this.numberMax = numberMax;
    }

    /**
     * Returns the next stamp of an epoch, higher than all before it and than all of lower epochs.
     *
     * @throws FenceLostException if a higher epoch was in use here already, or the epoch has used up its stamps
     */
    long next(ShardKey shard, long epoch) {
        return last.merge(shard, first(shard, epoch), (used, first) -> {
            if (epochOf(used) > epoch) {
                throw new FenceLostException(shard, epoch, epochOf(used));
            }
            if (epochOf(used) < epoch) {
                return first;
            }
            if ((used & NUMBER_MAX) >= numberMax) {
                throw new FenceLostException(shard, epoch, 0);
            }
            return used + 1;
        });
    }

    private static long first(ShardKey shard, long epoch) {
        // Epochs start at 1: a shard that nobody ever took can be written by nobody.
        if (epoch < 1) {
            throw new FenceLostException(shard, epoch, 0);
        }
        if (epoch > EPOCH_MAX) {
            throw new IllegalStateException("Nothing was written: shard " + shard + " has used up its epochs");
        }
        return (epoch << BITS_OF_NUMBER) + 1;
    }

    /** Returns the epoch under which something was written. */
    static long epochOf(long stamp) {
        return stamp >> BITS_OF_NUMBER;
    }
}
