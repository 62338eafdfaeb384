/** What changes in shards, for those on this node who follow them. */
@NullMarked
package dev.substrate.dht.internal.change;

import org.jspecify.annotations.NullMarked;
