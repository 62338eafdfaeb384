/** Finds records by their fields: views in memory over the changes of shards, and the queries that ask them. */
@NullMarked
package dev.substrate.dht.internal.index;

import org.jspecify.annotations.NullMarked;
