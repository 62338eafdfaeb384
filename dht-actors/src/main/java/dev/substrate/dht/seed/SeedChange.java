package dev.substrate.dht.seed;

import dev.substrate.record.Json;
import org.jspecify.annotations.Nullable;

/**
 * A value that differs between two entities. Objects are compared member by member, anything else as a whole.
 *
 * @param path where, as a JSON pointer (RFC 6901); empty for the whole entity
 * @param before the value on the one side, or null if there is none
 * @param after the value on the other side, or null if there is none
 */
public record SeedChange(
        String path, @Nullable Json before, @Nullable Json after) {}
