/** What can be done to the machine that a store runs on. */
@NullMarked
package dev.substrate.store.contract.faults;

import org.jspecify.annotations.NullMarked;
