package dev.substrate.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Binds a URI scheme to the Java class of its entities, and says how far its names reach and how older entities are read.
 *
 * @param scheme the scheme of the records' URIs
 * @param entityClass a Java record or class that Jackson can write and read, or {@link Json} for the text itself
 * @param scope how far the names reach, unless a key says otherwise
 * @param migrations the way from each version of the type to the next, from version 1 on; so there is one version more
 * @param indexes the fields by which records can be found, as JSON pointers (RFC 6901); see {@link Dht#query}
 * @param <T> the entity class
 */
public record RecordType<T>(
        String scheme, Class<T> entityClass, Scope scope, List<Migration> migrations, Set<String> indexes) {

    /** The most fields that a type may have indexed. */
    public static final int INDEXES_MAX = 16;

    /**
     * Checks the bounds.
     *
     * @throws InvalidNameException if the scheme is out of bounds
     * @throws InvalidQueryException if an index is no JSON pointer, or there are more than {@value #INDEXES_MAX}
     */
    public RecordType {
        RecordUri.requireScheme(scheme);
        Objects.requireNonNull(entityClass, "entityClass");
        Objects.requireNonNull(scope, "scope");
        migrations = List.copyOf(migrations);
        indexes = Set.copyOf(indexes);
        indexes.forEach(FieldCondition::requireField);
        if (indexes.size() > INDEXES_MAX) {
            throw new InvalidQueryException("A type has at most " + INDEXES_MAX + " indexes, not " + indexes.size());
        }
    }

    /** Returns the type of records whose entities are of class {@code entityClass}: global, in its first version. */
    public static <T> RecordType<T> of(String scheme, Class<T> entityClass) {
        return new RecordType<>(scheme, entityClass, Scope.GLOBAL, List.of(), Set.of());
    }

    /** Returns the type of records whose entities are handled as JSON text. */
    public static RecordType<Json> json(String scheme) {
        return of(scheme, Json.class);
    }

    /** Returns this type with another scope for keys that name none. */
    public RecordType<T> scope(Scope other) {
        return new RecordType<>(scheme, entityClass, other, migrations, indexes);
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
        return new RecordType<>(scheme, entityClass, scope, all, indexes);
    }

    /**
     * Returns this type with fields by which its records can be found, besides those that it has already. They are looked for in
     * entities as they are stored, in whatever version of the type.
     *
     * @param fields JSON pointers such as {@code /address/city}
     */
    public RecordType<T> indexed(String... fields) {
        Set<String> all = new HashSet<>(indexes);
        all.addAll(List.of(fields));
        return new RecordType<>(scheme, entityClass, scope, migrations, all);
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
