/**
 * A JUnit 5 kit for tests with several node processes on one machine.
 *
 * <p>Start at {@link dev.substrate.testkit.ClusterTest}.
 */
@NullMarked
package dev.substrate.testkit;

import org.jspecify.annotations.NullMarked;
