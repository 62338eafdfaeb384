package dev.substrate.dht.seed;

import java.util.List;
import java.util.Objects;

/**
 * What is to be done for each of several seeds, as the records were when they were looked at.
 *
 * @param entries in the order of the seeds
 */
public record SeedPlan(List<Entry> entries) {

    /**
     * What is to be done for one seed.
     *
     * @param seed the record and what it is to hold
     * @param step what is to be done
     */
    public record Entry(Seed seed, SeedStep step) {
        /** Checks that nothing is missing. */
        public Entry {
            Objects.requireNonNull(seed, "seed");
            Objects.requireNonNull(step, "step");
        }
    }

    /** Copies the entries. */
    public SeedPlan {
        entries = List.copyOf(entries);
    }

    /** Returns whether nothing is to be written. */
    public boolean nothingToDo() {
        return entries.stream().noneMatch(entry -> entry.step().writes());
    }

    /** Returns how many seeds take a kind of step. */
    public long count(Class<? extends SeedStep> kind) {
        return entries.stream().map(Entry::step).filter(kind::isInstance).count();
    }
}
