/** The verbs on records: {@code substrate record}. */
@NullMarked
package dev.substrate.cli.record;

import org.jspecify.annotations.NullMarked;
