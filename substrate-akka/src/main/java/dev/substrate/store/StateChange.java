package dev.substrate.store;

/**
 * A newer version of an entity's state, or its deletion.
 *
 * @param offset where in the order of the entity's shard the version was written
 * @param row the newest version
 */
public record StateChange(long offset, StateRow row) {}
