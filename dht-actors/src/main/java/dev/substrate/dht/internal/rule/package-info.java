/** What a record decides: pure types without actor, clock, random source or input and output. */
@NullMarked
package dev.substrate.dht.internal.rule;

import org.jspecify.annotations.NullMarked;
