/** The local cluster: {@code substrate dev}, one process per node. */
@NullMarked
package dev.substrate.cli.dev;

import org.jspecify.annotations.NullMarked;
