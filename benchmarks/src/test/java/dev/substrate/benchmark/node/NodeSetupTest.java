package dev.substrate.benchmark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeSetupTest {

    @Test
    void onlyTheUnfencedVariantIsUnfenced() {
        assertThat(settings(Variant.FENCED, "").getBoolean("testing.unfenced")).isFalse();
        assertThat(settings(Variant.UNFENCED, "").getBoolean("testing.unfenced"))
                .isTrue();
    }

    @Test
    void aNodeKnowsItsClusterAndItsStore() {
        Config cassandra = settings(Variant.FENCED, NodeSetup.cassandra("127.0.0.1:9", "fenced_1"));
        assertThat(cassandra.getStringList("node.contact-points")).containsExactly("127.0.0.1:3", "127.0.0.1:4");
        assertThat(cassandra.getInt("node.http-port")).isEqualTo(4);
        assertThat(cassandra.getString("store")).isEqualTo("cassandra");
        assertThat(cassandra.getString("cassandra.keyspace")).isEqualTo("fenced_1");
        assertThat(settings(Variant.FENCED, NodeSetup.sqlite(Path.of("/a \"b\"")))
                        .getString("sqlite.file"))
                .isEqualTo("/a \"b\"");
    }

    private static Config settings(Variant variant, String store) {
        return ConfigFactory.parseString(new NodeSetup(2, variant, Path.of("folder"), 5, List.of(3, 4), store).hocon())
                .getConfig("substrate");
    }
}
