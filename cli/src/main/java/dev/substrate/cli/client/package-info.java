/** Finds the nodes that a client verb talks to. */
@NullMarked
package dev.substrate.cli.client;

import org.jspecify.annotations.NullMarked;
