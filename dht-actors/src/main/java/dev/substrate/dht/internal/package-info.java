/** How records join a node. */
@NullMarked
package dev.substrate.dht.internal;

import org.jspecify.annotations.NullMarked;
