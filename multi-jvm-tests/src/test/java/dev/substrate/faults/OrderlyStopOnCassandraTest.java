package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Store;
import org.junit.jupiter.api.Tag;

/** The same on Cassandra. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(nodes = 3, store = Store.CASSANDRA)
class OrderlyStopOnCassandraTest extends OrderlyStopTest {}
