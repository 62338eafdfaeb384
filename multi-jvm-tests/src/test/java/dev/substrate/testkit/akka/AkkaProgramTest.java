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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
@ClusterTest(
        nodes = 3,
        program = AkkaProgramTest.Idle.class,
        config = """
                akka.cluster.split-brain-resolver.stable-after = 4s
                own = all
                """,
        nodeOptions = @NodeOptions(node = 2, config = "own = two", jvmOptions = "-Dmine=2"))
class AkkaProgramTest {

    static final class Idle extends AkkaProgram {

        @Override
        protected Behavior<?> guardian(NodeContext context) {
            return Behaviors.empty();
        }
    }

    @Test
    void plainSystemsFormAClusterThatOutlivesANode(TestCluster cluster) {
        cluster.awaitReady();
        cluster.await("all are up", Duration.ofSeconds(30), () -> membersUp(cluster.node(1)) == 3);

        cluster.node(3).kill();
        cluster.await("the others remove it", Duration.ofSeconds(60), () -> membersUp(cluster.node(1)) == 2);

        cluster.node(3).start();
        cluster.await("it is back", Duration.ofSeconds(60), () -> membersUp(cluster.node(3)) == 3);
        assertThat(cluster.node(3).call(NodeContext::incarnation)).isEqualTo(2);
    }

    @Test
    void aNodeHasSettingsAndOptionsOfItsOwn(TestCluster cluster) {
        assertThat(cluster.node(1).call(AkkaProgramTest::own)).isEqualTo("all null");
        assertThat(cluster.node(2).call(AkkaProgramTest::own)).isEqualTo("two 2");
    }

    private static String own(NodeContext context) {
        return AkkaProgram.system(context).settings().config().getString("own") + " " + System.getProperty("mine");
    }

    private static long membersUp(NodeHandle node) {
        return node.call(context -> StreamSupport.stream(
                        Cluster.get(AkkaProgram.system(context))
                                .state()
                                .getMembers()
                                .spliterator(),
                        false)
                .filter(member -> member.status().equals(akka.cluster.MemberStatus.up()))
                .count());
    }
}
