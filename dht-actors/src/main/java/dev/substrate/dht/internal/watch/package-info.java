/** Watching records: the log of each shard, read by one tail on each node for all who watch. */
@NullMarked
package dev.substrate.dht.internal.watch;

import org.jspecify.annotations.NullMarked;
