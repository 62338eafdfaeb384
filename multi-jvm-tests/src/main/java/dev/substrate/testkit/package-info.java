/**
 * A JUnit 5 kit for tests of anything that runs as a cluster of processes on the JVM.
 *
 * <p>Start at {@link dev.substrate.testkit.ClusterTest}; {@link dev.substrate.testkit.workload.Trial} puts a cluster under load
 * and harm and has what clients saw checked.
 */
@NullMarked
package dev.substrate.testkit;

import org.jspecify.annotations.NullMarked;
