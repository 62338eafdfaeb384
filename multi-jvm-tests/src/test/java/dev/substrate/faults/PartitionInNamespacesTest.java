package dev.substrate.faults;

import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.network.NetworkKind;
import org.junit.jupiter.api.Tag;

/** The same, with packets that the kernel drops; skipped where it cannot. */
@Tag("cluster")
@Tag("soak")
@ClusterTest(nodes = 3, network = NetworkKind.NAMESPACES)
class PartitionInNamespacesTest extends PartitionTest {}
