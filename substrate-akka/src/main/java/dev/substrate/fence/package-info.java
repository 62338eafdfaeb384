/**
 * Fenced shards: who owns a shard is decided by a number in the store, not by what nodes believe of each other.
 *
 * <p>Whenever a node starts a shard, it raises the shard's epoch in the store. Writes carry the epoch and fail once a
 * higher one exists; reads confirm it before they answer.
 */
@NullMarked
package dev.substrate.fence;

import org.jspecify.annotations.NullMarked;
