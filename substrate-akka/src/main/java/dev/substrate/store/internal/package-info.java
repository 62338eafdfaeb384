/** The Akka Persistence plugins over a fenced store. */
@NullMarked
package dev.substrate.store.internal;

import org.jspecify.annotations.NullMarked;
