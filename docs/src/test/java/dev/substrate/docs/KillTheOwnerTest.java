package dev.substrate.docs;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.substrate.RecordOwner;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// region test
@ClusterTest(nodes = 3)
class KillTheOwnerTest {

    private static final RecordKey<Json> ANNA = RecordType.json("user").key("anna");

    @Test
    void aRecordOutlivesItsOwner(TestCluster cluster) throws IOException {
        cluster.awaitReady();
        // Runs inside node 1, in its process; what it returns travels back.
        long version = cluster.node(1)
                .call(context -> Records.on(node(context))
                        .put(ANNA, new Json("{\"name\": \"Anna\"}"))
                        .toCompletableFuture()
                        .join()
                        .orThrow()
                        .version());

        NodeHandle owner =
                cluster.node(RecordOwner.of(cluster.http(1), ANNA.uri()).number());
        NodeHandle survivor = cluster.nodesExcept(owner).get(0);
        owner.kill();

        cluster.await(
                "another node answers",
                Duration.ofSeconds(15),
                () -> survivor.call(context -> Records.on(node(context))
                        .get(ANNA)
                        .toCompletableFuture()
                        .join()
                        .isPresent()));
        assertThat(version).isEqualTo(1);
        owner.start();
        cluster.awaitReady();
    }
}
// endregion
