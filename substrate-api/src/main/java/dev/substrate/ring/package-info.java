/** Nodes on a ring of ids: who is nearest to what. Pure functions of who is a member. */
@NullMarked
package dev.substrate.ring;

import org.jspecify.annotations.NullMarked;
