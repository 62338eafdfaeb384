package dev.substrate.dht.seed;

import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import java.util.Objects;

/**
 * A record that is to be there.
 *
 * @param key which record
 * @param content what it is to hold
 */
public record Seed(RecordKey<Json> key, SeedContent content) {

    /** Checks that nothing is missing. */
    public Seed {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(content, "content");
    }

    /**
     * Returns the seed of a record that is written only if there is none.
     *
     * @throws IllegalArgumentException if the entity is not JSON
     */
    public static Seed absent(RecordKey<Json> key, Json entity) {
        return new Seed(key, new SeedContent(SeedMode.ABSENT, entity));
    }

    /**
     * Returns the seed of a record of which some members are to have certain values.
     *
     * @param patch a JSON merge patch (RFC 7396): an object whose members replace the record's; null removes one
     * @throws IllegalArgumentException if the patch is not a JSON object
     */
    public static Seed merge(RecordKey<Json> key, Json patch) {
        return new Seed(key, new SeedContent(SeedMode.MERGE, patch));
    }
}
