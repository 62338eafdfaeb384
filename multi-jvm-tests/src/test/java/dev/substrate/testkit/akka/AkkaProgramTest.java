package dev.substrate.testkit.akka;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.NodeOptions;
import dev.substrate.testkit.TestCluster;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
@ClusterTest(
        nodes = 3,
        program = AkkaProgramTest.Idle.class,
        config = """
                akka.cluster.split-brain-resolver.stable-after = 2s
                own = all
                """,
        nodeOptions = @NodeOptions(node = 2, config = "own = two", jvmOptions = "-Dmine=2"))
class AkkaProgramTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    static final class Idle extends AkkaProgram {

        @Override
        protected Behavior<?> guardian(NodeContext context) {
            return Behaviors.empty();
        }
    }

    /** Node 1 has formed it, and must not form another when it is back. */
    @Test
    void plainSystemsFormAClusterThatOutlivesTheNodeThatFormedIt(TestCluster cluster) {
        cluster.awaitReady();
        cluster.await("all are up", WITHIN, () -> cluster.node(2).members().equals(Set.of(1, 2, 3)));

        cluster.node(1).kill();
        assertThat(cluster.node(1).members()).as("of a node that is not alive").isEmpty();
        cluster.await(
                "the others miss it", WITHIN, () -> cluster.node(2).members().equals(Set.of(2, 3)));
        cluster.await("the others remove it", WITHIN, () -> membersOrGone(cluster.node(2)) == 2);

        cluster.node(1).start();
        cluster.await("it is back", WITHIN, () -> cluster.node(1).members().size() == 3);
        assertThat(cluster.node(2).members()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(cluster.node(1).call(NodeContext::incarnation)).isEqualTo(2);
    }

    @Test
    void aNodeHasSettingsAndOptionsOfItsOwn(TestCluster cluster) {
        assertThat(cluster.node(1).call(AkkaProgramTest::own)).isEqualTo("all null");
        assertThat(cluster.node(2).call(AkkaProgramTest::own)).isEqualTo("two 2");
    }

    private static String own(NodeContext context) {
        return AkkaProgram.system(context).settings().config().getString("own") + " " + System.getProperty("mine");
    }

    /** Those that cannot be reached count until they are removed. */
    private static int membersOrGone(NodeHandle node) {
        return node.call(context ->
                Cluster.get(AkkaProgram.system(context)).state().members().size());
    }
}
