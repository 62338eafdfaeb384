package dev.substrate.cli.http;

import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.util.Locale;

/**
 * How far the name of a record reaches, as it is said to a node.
 *
 * @param text {@code global}, {@code region}, {@code zone}, {@code region-R}, {@code zone-R.Z}; empty for the scope that the
 *     record's type has on the node
 */
public record ScopeText(String text) {

    /** The scope of the record's type. */
    public static final ScopeText OF_TYPE = new ScopeText("");

    /**
     * Reads a scope.
     *
     * @throws InvalidNameException if it is none
     */
    public static ScopeText parse(String text) {
        for (Scope scope : Scope.values()) {
            String name = scope.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return new ScopeText(name);
            }
        }
        try {
            return new ScopeText(Place.parse(text).toString());
        } catch (InvalidNameException e) {
            throw new InvalidNameException("A scope is 'global', 'region', 'zone', or a place by its number from 0 to "
                    + Place.NUMBER_MAX + ", 'region-R' or 'zone-R.Z'; this is none: '" + text + "'");
        }
    }

    /** Returns whether nothing was said. */
    public boolean ofType() {
        return text.isEmpty();
    }
}
