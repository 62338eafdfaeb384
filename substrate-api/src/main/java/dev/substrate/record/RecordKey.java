package dev.substrate.record;

import java.util.Objects;

/**
 * Names a record and says what its entity is.
 *
 * @param type the record's type
 * @param uri the record's name; its scheme is the type's
 * @param <T> the entity class
 */
public record RecordKey<T>(RecordType<T> type, RecordUri uri) {

    /** @throws InvalidNameException if the URI is not of the type's scheme */
    public RecordKey {
        Objects.requireNonNull(type, "type");
        if (!uri.scheme().equals(type.scheme())) {
            throw new InvalidNameException("'" + uri + "' is not of scheme '" + type.scheme() + "'");
        }
    }

    /** @throws InvalidNameException if the id is out of bounds */
    public RecordKey(RecordType<T> type, String id) {
        this(type, new RecordUri(type.scheme(), id));
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
