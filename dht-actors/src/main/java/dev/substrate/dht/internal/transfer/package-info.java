/** The whole store as lines, out of one cluster and into another. */
@NullMarked
package dev.substrate.dht.internal.transfer;

import org.jspecify.annotations.NullMarked;
