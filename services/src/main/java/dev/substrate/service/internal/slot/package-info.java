/** Slots, and which node is to hold which: rules without actors, clocks or stores. */
@NullMarked
package dev.substrate.service.internal.slot;

import org.jspecify.annotations.NullMarked;
