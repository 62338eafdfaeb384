package dev.substrate.record;

import java.util.Objects;

/**
 * Which record is meant: its URI, and where the URI holds. It is what the store knows the record by.
 *
 * @param place where
 * @param uri the name there; its scheme is the record's type
 */
public record RecordId(Place place, RecordUri uri) implements Comparable<RecordId> {

    /** Checks that nothing is missing. */
    public RecordId {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(uri, "uri");
    }

    /** Returns the record of a URI that holds in the whole cluster. */
    public static RecordId global(RecordUri uri) {
        return new RecordId(Place.EVERYWHERE, uri);
    }

    /**
     * Reads what {@link #toString} makes.
     *
     * @throws InvalidNameException if it is no id
     */
    public static RecordId parse(String id) {
        // A scheme has no slash, so one in front of the colon ends a place.
        int slash = Objects.requireNonNull(id, "id").indexOf('/');
        return slash < 0 || slash > id.indexOf(':')
                ? global(RecordUri.parse(id))
                : new RecordId(Place.parse(id.substring(0, slash)), RecordUri.parse(id.substring(slash + 1)));
    }

    /** Returns how the ids of all records of a type in a place begin. */
    public static String prefix(Place place, String scheme) {
        return (place.scope() == Scope.GLOBAL ? "" : place + "/") + scheme + ":";
    }

    /** Returns the scope that the record's place belongs to. */
    public Scope scope() {
        return place.scope();
    }

    /** Returns the type of the record, which is the scheme of its URI. */
    public String type() {
        return uri.scheme();
    }

    @Override
    public int compareTo(RecordId other) {
        return toString().compareTo(other.toString());
    }

    /** Returns {@code user:anna}, {@code region-3/user:anna} or {@code zone-3.1/user:anna}. */
    @Override
    public String toString() {
        return prefix(place, uri.scheme()) + uri.id();
    }
}
