package dev.substrate.dht.seed;

import dev.substrate.record.Json;
import java.util.List;
import java.util.Objects;

/** What is to be done for one seed, in view of the record as it is. */
public sealed interface SeedStep {

    /** Returns whether there is something to write. */
    default boolean writes() {
        return this instanceof Create || this instanceof Merge;
    }

    /**
     * There is no record, or it was deleted: it is to be created.
     *
     * @param entity what the record will hold
     */
    record Create(Json entity) implements SeedStep {
        /** Checks that nothing is missing. */
        public Create {
            Objects.requireNonNull(entity, "entity");
        }
    }

    /**
     * The seed is to be merged into the record.
     *
     * @param version the version of the record that the changes were made out against
     * @param changes what becomes of the record; at least one
     */
    record Merge(long version, List<SeedChange> changes) implements SeedStep {
        /** @throws IllegalArgumentException if there is no change */
        public Merge {
            changes = List.copyOf(changes);
            if (changes.isEmpty()) {
                throw new IllegalArgumentException("A merge that changes nothing is none");
            }
        }
    }

    /**
     * The record holds what the seed wants.
     *
     * @param version the version of the record
     */
    record Unchanged(long version) implements SeedStep {}

    /**
     * The record is there, holds something else, and stays as it is.
     *
     * @param version the version of the record
     * @param differences from the record to the seed; at least one
     */
    record Differs(long version, List<SeedChange> differences) implements SeedStep {
        /** @throws IllegalArgumentException if there is no difference */
        public Differs {
            differences = List.copyOf(differences);
            if (differences.isEmpty()) {
                throw new IllegalArgumentException("An entity without a difference does not differ");
            }
        }
    }
}
