package dev.substrate.dht.internal.rule;

/**
 * A record whose row cannot be read. Nothing can be said about it, and nothing can follow on it, so all that is asked of it
 * is refused.
 *
 * @param reason what is wrong with the row, in words, without a full stop
 */
public record DamagedRecord(String reason) implements StoredRecord {}
