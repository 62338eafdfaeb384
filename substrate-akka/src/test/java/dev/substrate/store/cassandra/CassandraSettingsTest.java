package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.store.StoreException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraSettingsTest {

    @Test
    void theDefaultsAreSafe() {
        CassandraSettings settings = settings("");
        assertThat(settings.consistency()).isEqualTo(CassandraSettings.Quorum.QUORUM);
        assertThat(settings.replication()).isEqualTo(Map.of("datacenter1", 3));
        assertThat(settings.unfenced()).isFalse();
        assertThat(settings.contactPoints())
                .extracting(InetSocketAddress::getPort)
                .containsExactly(9042);
    }

    @Test
    void replicationCanBeSaidForEachDataCentre() {
        assertThat(settings("cassandra.replication { dc1 = 3, \"dc-2\" = 2 }").replication())
                .isEqualTo(Map.of("dc1", 3, "dc-2", 2));
    }

    @Test
    void secretsAreNotShown() {
        assertThat(settings("cassandra { username = anna, password = s3cret }").toString())
                .doesNotContain("s3cret")
                .doesNotContain("anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cassandra.consistency = ONE",
                "cassandra.consistency = ALL",
                "cassandra.keyspace = \"Nodes\"",
                "cassandra.keyspace = \"x; DROP\"",
                "cassandra.contact-points = []",
                "cassandra.contact-points = [\"localhost\"]",
                "cassandra.contact-points = [\"localhost:x\"]",
            })
    void whatMakesNoSenseIsSaidAtOnce(String wrong) {
        String name = wrong.substring(0, wrong.indexOf(' '));
        assertThatThrownBy(() -> settings(wrong))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("substrate." + name);
    }

    private static CassandraSettings settings(String own) {
        Config substrate =
                ConfigFactory.parseString(own).withFallback(ConfigFactory.load().getConfig("substrate"));
        return CassandraSettings.of(substrate);
    }
}
