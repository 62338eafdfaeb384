/**
 * Records: small versioned JSON documents, each with one owner in the cluster.
 *
 * <p>Start at {@link dev.substrate.record.Dht}.
 */
@NullMarked
package dev.substrate.record;

import org.jspecify.annotations.NullMarked;
