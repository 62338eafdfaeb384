package dev.substrate.testkit.network;

import dev.substrate.testkit.ClusterTest;
import org.junit.jupiter.api.Tag;

/** The same, with packets that the kernel drops; skipped where it cannot. */
@Tag("cluster")
@ClusterTest(
        nodes = 3,
        program = AkkaLinksTest.Idle.class,
        network = NetworkKind.NAMESPACES,
        config = "akka.cluster.split-brain-resolver.stable-after = 10 minutes")
class AkkaLinksInNamespacesTest extends AkkaLinksTest {}
