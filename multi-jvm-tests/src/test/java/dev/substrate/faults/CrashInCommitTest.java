package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.record.WriteOptions;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.Failpoint;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.substrate.RecordOwner;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner that dies between what it writes and what it says of it. */
@Tag("cluster")
@ClusterTest(nodes = 3)
class CrashInCommitTest {

    private static final String ID = "committed";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasAcknowledgedIsThereAndTheRestHappensOnceOrNotAtAll(boolean afterCommit, TestCluster cluster)
            throws IOException {
        cluster.awaitReady();
        NodeHandle client = cluster.node(1);
        long before = client.call(CrashInCommitTest::increment);
        NodeHandle owner = cluster.node(
                RecordOwner.of(client.http(), Counter.key(ID).uri()).number());
        NodeHandle survivor = cluster.nodesExcept(owner).get(0);
        String writer = "dev.substrate.store.sqlite.WriterSession";
        owner.crashAt(afterCommit ? Failpoint.after(writer, "commit") : Failpoint.before(writer, "commit"));

        var writing = survivor.callAsync(CrashInCommitTest::increment);
        owner.awaitExit(Duration.ofSeconds(30));

        // The same request, asked again wherever the record lives now: one increment, whatever became of the first
        // attempt.
        assertThat(writing).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(before + 1);
        assertThat(survivor.call(CrashInCommitTest::increment)).isEqualTo(before + 2);
        Counter.Seen last = survivor.call(context -> Counter.get(context, ID));
        assertThat(last).isEqualTo(new Counter.Seen(before + 2, before + 2));
    }

    /** Adds one, and returns the version, which must be the count: an attempt that was repeated does not know its value. */
    private static long increment(NodeContext context) {
        return Records.on(node(context))
                .update(
                        Counter.key(ID),
                        current -> new Counter(
                                current == null ? 1 : current.value().value() + 1),
                        WriteOptions.none().deadline(Duration.ofSeconds(50)))
                .toCompletableFuture()
                .join()
                .orThrow()
                .version();
    }
}
