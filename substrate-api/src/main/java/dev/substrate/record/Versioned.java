package dev.substrate.record;

import java.time.Instant;
import java.util.Objects;

/**
 * One version of a record: its headers and its entity.
 *
 * @param headers what is known of the version
 * @param value the entity
 * @param <T> the entity class
 */
public record Versioned<T>(RecordHeaders headers, T value) {

    /** Checks that nothing is missing, and that the version is no deletion. */
    public Versioned {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(value, "value");
        if (headers.tombstone()) {
            throw new IllegalArgumentException("A deleted record has no entity");
        }
    }

    /** Returns the record's name. */
    public RecordUri uri() {
        return headers.id().uri();
    }

    /** Returns the version, see {@link RecordHeaders#version}. */
    public long version() {
        return headers.version();
    }

    /** Returns when the record came into being, see {@link RecordHeaders#created}. */
    public Instant created() {
        return headers.created();
    }

    /** Returns when this version was written, see {@link RecordHeaders#modified}. */
    public Instant modified() {
        return headers.modified();
    }

    /** Returns this version with another view of its entity. */
    public <U> Versioned<U> withValue(U other) {
        return new Versioned<>(headers, other);
    }
}
