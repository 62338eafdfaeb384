/** Faults of the machine on which a node runs: its disk is full, its clock is wrong. */
@NullMarked
package dev.substrate.testkit.machine;

import org.jspecify.annotations.NullMarked;
