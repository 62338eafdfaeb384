package dev.substrate.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.substrate.cli.Run;
import dev.substrate.cli.dev.FreePorts;
import dev.substrate.node.SubstrateNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on nodes, with two of them. */
@Tag("cluster")
@Timeout(120)
class NodeVerbsTest {

    private final List<SubstrateNode> nodes = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) {
        int ports = FreePorts.before(4);
        for (int number = 1; number <= 2; number++) {
            nodes.add(SubstrateNode.start(ConfigFactory.parseString("""
                            substrate {
                              cluster-name = "nodes"
                              node {
                                number = %d, artery-port = %d, http-port = %d, data-dir = "%s"
                                contact-points = ["127.0.0.1:%d"], can-start-new-cluster = on
                              }
                              sqlite.file = "%s"
                            }
                            """.formatted(
                            number,
                            ports + number,
                            ports + 2 + number,
                            folder.resolve("node-" + number),
                            ports + 3,
                            folder.resolve("store.db")))));
        }
        nodes.forEach(node -> node.awaitReady(Duration.ofSeconds(60)));
    }

    @AfterEach
    void stop() {
        nodes.forEach(SubstrateNode::close);
    }

    @Test
    void nodesAreListedAndDescribed() {
        assertThat(node("list").out())
                .containsPattern("1 +Up +yes +0 +0 +" + nodes.get(0).httpAddress())
                .containsPattern("2 +Up +yes +0 +0 +" + nodes.get(1).httpAddress());
        assertThat(node("list", "-o", "json").out()).contains("\"incarnation\":");
        assertThat(node("describe", "2").out())
                .contains(nodes.get(1).info().id().hex())
                .containsPattern("neighbours +node 1");
        assertThat(node("describe", nodes.get(1).info().id().hex()).out()).containsPattern("node +2");
    }

    @Test
    void aNodeLeavesAndIsGoneWhenTheCommandEnds() {
        Run left = node("leave", "2");

        assertThat(left.exitCode()).as(left.err()).isZero();
        assertThat(left.out()).contains("Node 2 has left the cluster.");
        assertThat(node("list").out().lines()).hasSize(2);
        assertThat(node("describe", "2").exitCode()).isEqualTo(3);
    }

    @Test
    void aNodeThatCanBeReachedIsTakenForGoneOnlyByForce() {
        Run refused = node("down", "2");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Nothing was done", "can be reached", "--force");
        assertThat(node("list").out().lines()).hasSize(3);

        assertThat(node("down", "2", "--force").out()).contains("Node 2 has left the cluster.");
        assertThat(node("list").out().lines()).hasSize(2);
    }

    @Test
    void whatIsNotThereIsSaidToBe() {
        assertThat(node("leave", "9").exitCode()).isEqualTo(3);
        assertThat(node("leave", "9").err()).contains("There is no node '9'");
        assertThat(Run.of("node").exitCode()).isEqualTo(2);
        assertThat(Run.of("node").err()).contains("--config FILE", "list");
        assertThat(Run.of("node", "--config", "/nowhere.conf").exitCode()).isEqualTo(2);
    }

    private Run node(String verb, String... args) {
        List<String> all = new ArrayList<>(List.of("node", verb));
        all.addAll(List.of(args));
        all.addAll(List.of("--url", "http://" + nodes.get(0).httpAddress()));
        return Run.of(all.toArray(String[]::new));
    }
}
