package dev.substrate.cli.store;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the lines of an import. Safe for use by several threads. */
final class ImportCounts {

    /** What may become of a line. */
    enum Outcome {
        /** It was written. */
        RESTORED,
        /** It is there already, or a newer version is. */
        KEPT,
        /** The record has the version with another content. */
        DIFFERS,
        /** The version may have been here before, and was purged. */
        PURGED,
        /** The node does not take it. */
        REFUSED,
        /** What the store holds for the record cannot be read. */
        DAMAGED;

        boolean good() {
            return this == RESTORED || this == KEPT;
        }
    }

    private final Map<Outcome, AtomicLong> counts = new EnumMap<>(Outcome.class);

    ImportCounts() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new AtomicLong());
        }
    }

    void add(Outcome outcome) {
        count(outcome).incrementAndGet();
    }

    long of(Outcome outcome) {
        return count(outcome).get();
    }

    long all() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Returns how many were not put back. */
    long failed() {
        return counts.entrySet().stream()
                .filter(count -> !count.getKey().good())
                .mapToLong(count -> count.getValue().get())
                .sum();
    }

    /** Returns what a node calls an outcome. */
    static String nameOf(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private AtomicLong count(Outcome outcome) {
        AtomicLong count = counts.get(outcome);
        if (count == null) {
            throw new IllegalStateException("Every outcome is counted");
        }
        return count;
    }
}
