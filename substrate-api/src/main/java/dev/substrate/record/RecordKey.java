package dev.substrate.record;

import dev.substrate.id.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a record and says what its entity is.
 *
 * @param type the record's type
 * @param uri the record's name; its scheme is the type's
 * @param scope how far the name reaches
 * @param place where the name holds; null for the place of that scope in which the node is that is asked
 * @param <T> the entity class
 */
public record RecordKey<T>(
        RecordType<T> type,
        RecordUri uri,
        Scope scope,
        @Nullable Place place) {

    /** @throws InvalidNameException if the URI is not of the type's scheme, or the place is not of the scope */
    public RecordKey {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(scope, "scope");
        if (!uri.scheme().equals(type.scheme())) {
            throw new InvalidNameException("'" + uri + "' is not of scheme '" + type.scheme() + "'");
        }
        if (place != null && place.scope() != scope) {
            throw new InvalidNameException("'" + place + "' is no place of scope " + scope);
        }
    }

    /** @throws InvalidNameException if the URI is not of the type's scheme */
    public RecordKey(RecordType<T> type, RecordUri uri) {
        this(type, uri, type.scope(), null);
    }

    /** @throws InvalidNameException if the id is out of bounds */
    public RecordKey(RecordType<T> type, String id) {
        this(type, new RecordUri(type.scheme(), id));
    }

    /** Returns the key of the same URI in another scope. */
    public RecordKey<T> in(Scope other) {
        return new RecordKey<>(type, uri, other, null);
    }

    /** Returns the key of the same URI in one place. */
    public RecordKey<T> in(Place one) {
        return new RecordKey<>(type, uri, one.scope(), one);
    }

    /** Returns which record is meant when a node is asked. */
    public RecordId idAt(NodeId node) {
        return new RecordId(place == null ? Place.of(scope, node) : place, uri);
    }

    @Override
    public String toString() {
        return (place == null ? "" : place + "/") + uri;
    }
}
