package dev.substrate.dht.internal.rule;

import java.time.Duration;

/**
 * What a record keeps besides its newest version.
 *
 * @param requestsMax how many requests, at least 1
 * @param requestsFor for how long; the newest is remembered in any case
 * @param deletedEntity whether a tombstone keeps what was deleted, for the archive
 */
public record Retention(int requestsMax, Duration requestsFor, boolean deletedEntity) {}
