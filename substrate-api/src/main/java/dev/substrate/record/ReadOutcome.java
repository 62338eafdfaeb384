package dev.substrate.record;

import java.util.Optional;

/**
 * How the read of one record among several ended.
 *
 * @param <T> the entity class
 */
public sealed interface ReadOutcome<T> {

    /**
     * Returns the record, empty if there is none.
     *
     * @throws RecordException if it could not be read
     */
    Optional<Versioned<T>> orThrow();

    /**
     * The record is there.
     *
     * @param record the record
     * @param <T> the entity class
     */
    record Found<T>(Versioned<T> record) implements ReadOutcome<T> {
        @Override
        public Optional<Versioned<T>> orThrow() {
            return Optional.of(record);
        }
    }

    /**
     * The record was never written, or is deleted.
     *
     * @param uri the record's name
     * @param <T> the entity class
     */
    record Absent<T>(RecordUri uri) implements ReadOutcome<T> {
        @Override
        public Optional<Versioned<T>> orThrow() {
            return Optional.empty();
        }
    }

    /**
     * The record could not be read.
     *
     * @param uri the record's name
     * @param failure why
     * @param <T> the entity class
     */
    record Failed<T>(RecordUri uri, RecordException failure) implements ReadOutcome<T> {
        @Override
        public Optional<Versioned<T>> orThrow() {
            throw failure;
        }
    }
}
