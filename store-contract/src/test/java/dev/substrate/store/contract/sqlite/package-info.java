/** The SQLite store under the contract of stores. */
@NullMarked
package dev.substrate.store.contract.sqlite;

import org.jspecify.annotations.NullMarked;
