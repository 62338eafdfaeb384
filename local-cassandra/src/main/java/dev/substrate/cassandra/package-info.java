/**
 * A real Cassandra in a process of its own on this machine, for development, tests and benchmarks.
 *
 * <p>Start at {@link dev.substrate.cassandra.LocalCassandra}.
 */
@NullMarked
package dev.substrate.cassandra;

import org.jspecify.annotations.NullMarked;
