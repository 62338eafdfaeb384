package dev.substrate.dht.internal.rule;

import java.time.Instant;

/**
 * A request that was written, kept so that its repetition gets the same answer.
 *
 * @param id the request's id
 * @param fingerprint what it asked for
 * @param version the version that it made
 * @param modified when
 * @param created whether there was no record before
 */
public record PastRequest(String id, String fingerprint, long version, Instant modified, boolean created) {}
