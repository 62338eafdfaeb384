package dev.substrate.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Binds a URI scheme to the Java class of its entities, and says how far its names reach and how older entities are read.
 *
 * @param scheme the scheme of the records' URIs
 * @param entityClass a Java record or class that Jackson can write and read, or {@link Json} for the text itself
 * @param scope how far the names reach, unless a key says otherwise
 * @param migrations the way from each version of the type to the next, from version 1 on; so there is one version more
 * @param <T> the entity class
 */
public record RecordType<T>(String scheme, Class<T> entityClass, Scope scope, List<Migration> migrations) {

    /** @throws InvalidNameException if the scheme is out of bounds */
    public RecordType {
        RecordUri.requireScheme(scheme);
        Objects.requireNonNull(entityClass, "entityClass");
        Objects.requireNonNull(scope, "scope");
        migrations = List.copyOf(migrations);
    }

    /** Returns the type of records whose entities are of class {@code entityClass}: global, in its first version. */
    public static <T> RecordType<T> of(String scheme, Class<T> entityClass) {
        return new RecordType<>(scheme, entityClass, Scope.GLOBAL, List.of());
    }

    /** Returns the type of records whose entities are handled as JSON text. */
    public static RecordType<Json> json(String scheme) {
        return of(scheme, Json.class);
    }

    /** Returns this type with another scope for keys that name none. */
    public RecordType<T> scope(Scope other) {
        return new RecordType<>(scheme, entityClass, other, migrations);
    }

    /**
     * Returns the next version of this type. A field that is only added needs no new version: fields that a program does not
     * know survive its updates. One that is renamed, removed or given another meaning does.
     *
     * @param fromThisVersion turns entities of the version that this type has now into entities of the next
     */
    public RecordType<T> migrating(Migration fromThisVersion) {
        List<Migration> all = new ArrayList<>(migrations);
        all.add(fromThisVersion);
        return new RecordType<>(scheme, entityClass, scope, all);
    }

    /** Returns the version of the type: 1, and one more for each migration. */
    public int version() {
        return migrations.size() + 1;
    }

    /**
     * Returns the key of the record {@code scheme:id} in the type's scope.
     *
     * @throws InvalidNameException if the id is out of bounds
     */
    public RecordKey<T> key(String id) {
        return new RecordKey<>(this, id);
    }
}
