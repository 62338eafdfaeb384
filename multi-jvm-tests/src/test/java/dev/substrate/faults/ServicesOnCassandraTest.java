package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Store;
import org.junit.jupiter.api.Tag;

/** The same on Cassandra. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(nodes = 3, program = ServicesProgram.class, store = Store.CASSANDRA)
class ServicesOnCassandraTest extends ServicesTest {}
