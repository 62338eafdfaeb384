/** The Cassandra store under the contract of stores. */
@NullMarked
package dev.substrate.store.contract.cassandra;

import org.jspecify.annotations.NullMarked;
