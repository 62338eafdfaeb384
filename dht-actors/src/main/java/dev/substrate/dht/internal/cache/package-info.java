/** Records that a node has read and keeps, for as long as it knows that nobody has written them since. */
@NullMarked
package dev.substrate.dht.internal.cache;

import org.jspecify.annotations.NullMarked;
