/** Verbs on the nodes of a cluster. */
@NullMarked
package dev.substrate.cli.node;

import org.jspecify.annotations.NullMarked;
