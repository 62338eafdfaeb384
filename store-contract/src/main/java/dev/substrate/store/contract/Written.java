package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import java.util.ArrayList;
import java.util.List;

/** What a {@link WriterProcess} writes, as a function of the entity and the number. */
final class Written {

    private Written() {}

    static String state(String id, long number) {
        return Rows.json(id + " " + number + " " + filling(number));
    }

    /** Returns how many events are appended at once from this sequence number on. */
    static int batchSize(long from) {
        return 1 + (int) (from * 7 % 13);
    }

    static String event(String id, long batch, long sequence) {
        return Rows.json(id + " " + sequence + " of the batch at " + batch + filling(sequence));
    }

    static List<EventRow> batch(ShardKey shard, String id, long from, long epoch) {
        List<EventRow> events = new ArrayList<>();
        for (long sequence = from; sequence < from + batchSize(from); sequence++) {
            events.add(Rows.event(shard, id, sequence, epoch, event(id, from, sequence)));
        }
        return events;
    }

    /** Sizes from nothing to some pages of a disk, so that writes are torn at different places. */
    private static String filling(long number) {
        return "x".repeat((int) (number * 31 % 101) * 60);
    }
}
