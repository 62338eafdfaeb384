package dev.substrate.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * The result of an operation on something that has versions.
 *
 * @param version the version that was read or written; 0 for what is not there
 * @param value what was read, null for what is not there, and for writes that do not return it
 */
public record Versioned(long version, @Nullable Object value) {

    @Override
    public String toString() {
        return value == null ? "version " + version : value + " as version " + version;
    }
}
