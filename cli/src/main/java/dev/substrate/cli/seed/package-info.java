/** Brings records into being that services expect, from a file: first shows what that changes, then does it. */
@NullMarked
package dev.substrate.cli.seed;

import org.jspecify.annotations.NullMarked;
