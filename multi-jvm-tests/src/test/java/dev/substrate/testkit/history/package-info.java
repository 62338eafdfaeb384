/** Checks the checkers: with histories that are known to be good or bad, by brute force, and by another checker. */
@NullMarked
package dev.substrate.testkit.history;

import org.jspecify.annotations.NullMarked;
