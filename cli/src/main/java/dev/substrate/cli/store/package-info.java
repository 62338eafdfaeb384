/** Moves a whole store: out of one cluster into a folder, and out of the folder into another cluster. */
@NullMarked
package dev.substrate.cli.store;

import org.jspecify.annotations.NullMarked;
