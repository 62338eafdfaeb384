/** The load on a node, made inside its process, and the account of what became of it. */
@NullMarked
package dev.substrate.benchmark.load;

import org.jspecify.annotations.NullMarked;
