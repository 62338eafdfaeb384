/** The {@code substrate} command: its verbs are in the sub-packages, one per concept. */
@NullMarked
package dev.substrate.cli;

import org.jspecify.annotations.NullMarked;
