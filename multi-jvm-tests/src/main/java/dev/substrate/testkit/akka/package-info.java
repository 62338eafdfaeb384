/** Tests of clusters of plain Akka systems. Needs {@code akka-cluster-typed}, of whatever version the tests have. */
@NullMarked
package dev.substrate.testkit.akka;

import org.jspecify.annotations.NullMarked;
