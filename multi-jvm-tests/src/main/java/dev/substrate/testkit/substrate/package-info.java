/** Tests of clusters of Substrate nodes. Needs {@code dht-actors}, and for a store on Cassandra {@code local-cassandra}. */
@NullMarked
package dev.substrate.testkit.substrate;

import org.jspecify.annotations.NullMarked;
