/** Identities of nodes. */
@NullMarked
package dev.substrate.id;

import org.jspecify.annotations.NullMarked;
