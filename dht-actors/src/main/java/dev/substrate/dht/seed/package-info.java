/**
 * Records that are to be there before a service starts: what each is to hold, and what is to be done for it.
 *
 * <p>Start at {@link dev.substrate.dht.Seeder}.
 */
@NullMarked
package dev.substrate.dht.seed;

import org.jspecify.annotations.NullMarked;
