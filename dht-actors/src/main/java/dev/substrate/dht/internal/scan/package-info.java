/** The pass of a node over the records that it owns: housekeeping, and what programs have registered. */
@NullMarked
package dev.substrate.dht.internal.scan;

import org.jspecify.annotations.NullMarked;
