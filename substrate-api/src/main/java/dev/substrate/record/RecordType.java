package dev.substrate.record;

import java.util.Objects;

/**
 * Binds a URI scheme to the Java class of its entities.
 *
 * @param scheme the scheme of the records' URIs
 * @param entityClass a Java record or class that Jackson can write and read, or {@link Json} for the text itself
 * @param <T> the entity class
 */
public record RecordType<T>(String scheme, Class<T> entityClass) {

    /** @throws InvalidNameException if the scheme is out of bounds */
    public RecordType {
        RecordUri.requireScheme(scheme);
        Objects.requireNonNull(entityClass, "entityClass");
    }

    /** Returns the type of records whose entities are of class {@code entityClass}. */
    public static <T> RecordType<T> of(String scheme, Class<T> entityClass) {
        return new RecordType<>(scheme, entityClass);
    }

    /** Returns the type of records whose entities are handled as JSON text. */
    public static RecordType<Json> json(String scheme) {
        return new RecordType<>(scheme, Json.class);
    }

    /**
     * Returns the key of the record {@code scheme:id}.
     *
     * @throws InvalidNameException if the id is out of bounds
     */
    public RecordKey<T> key(String id) {
        return new RecordKey<>(this, id);
    }
}
