/**
 * Faults on the links between the processes of a cluster under test: cuts, delays, resets and the like, by proxies that
 * anybody may run, or by the kernel where the test runs as root on Linux.
 *
 * <p>Tests see {@link dev.substrate.testkit.network.Network} only. Nothing in here knows what the processes are: whoever
 * starts them takes their addresses from a {@link dev.substrate.testkit.network.NetworkDriver}.
 */
@NullMarked
package dev.substrate.testkit.network;

import org.jspecify.annotations.NullMarked;
