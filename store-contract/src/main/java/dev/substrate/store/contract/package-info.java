/**
 * The contract that every {@link dev.substrate.store.FencedStore} keeps, as tests: extend
 * {@link dev.substrate.store.contract.FencedStoreContract} and tell it, with a
 * {@link dev.substrate.store.contract.StoreHarness}, how to reach the store and what can be done to its engine.
 */
@NullMarked
package dev.substrate.store.contract;

import org.jspecify.annotations.NullMarked;
