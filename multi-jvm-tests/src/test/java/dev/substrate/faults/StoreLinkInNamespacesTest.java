package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Store;
import dev.substrate.testkit.network.NetworkKind;
import org.junit.jupiter.api.Tag;

/** The same with nodes in namespaces, which reach the store by proxies all the same; skipped where that cannot be. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(
        nodes = 2,
        store = Store.CASSANDRA,
        network = NetworkKind.NAMESPACES,
        config = "substrate.record.request-deadline = 5s")
class StoreLinkInNamespacesTest extends StoreLinkTest {}
