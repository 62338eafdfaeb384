package dev.substrate.dht.seed;

/** What a seed does with a record that is there already. */
public enum SeedMode {
    /** Leaves it as it is, whatever it holds. */
    ABSENT,
    /** Merges into it, as a JSON merge patch (RFC 7396) does. */
    MERGE
}
