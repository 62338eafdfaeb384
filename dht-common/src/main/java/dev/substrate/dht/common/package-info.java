/** What every implementation of the record store does on its caller's side, on a node and in a client that is none. Of use to Substrate alone. */
@NullMarked
package dev.substrate.dht.common;

import org.jspecify.annotations.NullMarked;
