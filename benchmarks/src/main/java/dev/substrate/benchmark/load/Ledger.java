package dev.substrate.benchmark.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Keeps account of the writes of this process, from its start on. Safe for several threads. */
final class Ledger {

    private final AtomicLongArray acknowledged;
    private final AtomicLongArray unknown;
    private final AtomicLongArray highest;

    Ledger(int records) {
        acknowledged = new AtomicLongArray(records);
        unknown = new AtomicLongArray(records);
        highest = new AtomicLongArray(records);
    }

    void acknowledged(int record, long version) {
        acknowledged.incrementAndGet(record);
        highest.accumulateAndGet(record, version, Math::max);
    }

    void unknown(int record) {
        unknown.incrementAndGet(record);
    }

    /** Returns the version that a read which begins now must see at least. */
    long highest(int record) {
        return highest.get(record);
    }

    Account account() {
        return new Account(copy(acknowledged), copy(unknown), copy(highest));
    }

    private static List<Long> copy(AtomicLongArray counts) {
        return IntStream.range(0, counts.length()).mapToObj(counts::get).toList();
    }
}
