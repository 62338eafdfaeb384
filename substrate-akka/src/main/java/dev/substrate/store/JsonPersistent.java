package dev.substrate.store;

/**
 * Marks events, states and snapshots that lie in the store as JSON, so that a person can read them. Records need nothing
 * else; a class needs a constructor that Jackson finds, with {@code -parameters} given to the compiler or
 * {@code @JsonProperty} at its parameters.
 *
 * <p>A class that is also sent between nodes bears this marker alone.
 */
public interface JsonPersistent {}
