/** The record store of a node; start at {@link dev.substrate.dht.Records}. */
@NullMarked
package dev.substrate.dht;

import org.jspecify.annotations.NullMarked;
