package dev.substrate.record;

import java.time.Instant;
import java.util.Objects;

/**
 * One version of a record: what was stored, and when.
 *
 * @param uri the record's name
 * @param value the entity
 * @param version 1 for the first write of this name, one more for every write since, deletions included
 * @param created when the record came into being, or came back after a deletion, by its owner's clock
 * @param modified when this version was written, by its owner's clock; informative, never compared by Substrate
 * @param <T> the entity class
 */
public record Versioned<T>(RecordUri uri, T value, long version, Instant created, Instant modified) {

    /** Checks that nothing is missing. */
    public Versioned {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(modified, "modified");
        if (version < 1) {
            throw new IllegalArgumentException("The first version of a record is 1, not " + version);
        }
    }

    /** Returns this version with another view of its entity. */
    public <U> Versioned<U> withValue(U other) {
        return new Versioned<>(uri, other, version, created, modified);
    }
}
