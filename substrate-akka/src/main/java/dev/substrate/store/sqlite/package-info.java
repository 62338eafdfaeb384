/**
 * The store for one machine: one SQLite file in WAL mode, shared by several node processes.
 *
 * <p>One writer thread per process puts everything that waits into one transaction, with the fence check inside it.
 */
@NullMarked
package dev.substrate.store.sqlite;

import org.jspecify.annotations.NullMarked;
