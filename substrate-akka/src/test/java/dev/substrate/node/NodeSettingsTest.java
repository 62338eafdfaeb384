package dev.substrate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.id.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {

    private static final NodeId ID = NodeId.of(1, 2, new byte[NodeId.RANDOM_BYTES]);
    private static final String BOOTSTRAP = "akka.management.cluster.bootstrap.";

    @Test
    void aNodeNeedsNothingButItsFolder() {
        NodeSettings settings = settings("");

        assertThat(settings.dataDir()).isEqualTo(Path.of("/data/node"));
        assertThat(settings.clusterName()).isEqualTo("substrate");
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.canStartNewCluster()).isFalse();
        assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(18));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "substrate.node.data-dir = \"\"", "substrate.node.data-dir = \"  \""})
    void aNodeWithoutAFolderIsToldToNameOne(String given) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeSettings.of(ConfigFactory.parseString(given)))
                .withMessageContaining("substrate.node.data-dir is not set");
    }

    @Test
    void theFolderIsMadeAbsolute() {
        assertThat(settings("substrate.node.data-dir = \"a/../b\"").dataDir())
                .isEqualTo(Path.of("b").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"artery-port = 65536", "artery-port = -1", "http-port = 70000", "http-port = -2"})
    void aPortOutOfRangeIsNamedWithItsRange(String setting) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> settings("substrate.node." + setting))
                .withMessage("substrate.node." + setting.replace("=", "is") + ", but must be 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"region = 256", "zone = 256", "region = -1", "zone = -1"})
    void regionAndZoneAreOneByteEach(String setting) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> settings("substrate.node." + setting))
                .withMessage("substrate.node." + setting.replace("=", "is") + ", but must be 0 to 255");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http-port = many",
                "stop-timeout = soon",
                "can-start-new-cluster = perhaps",
                "contact-points = 7",
                "number = null"
            })
    void aSettingOfAnotherTypeIsNamed(String setting) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> settings("substrate.node." + setting))
                .withMessageStartingWith("The node's configuration cannot be read: ")
                .withMessageContaining(setting.substring(0, setting.indexOf(' ')));
    }

    @Test
    void whatFollowsForAkkaIsSetInAkka() {
        Config akka = forAkka("""
                substrate.cluster-name = "blue"
                substrate.node {
                  number = 3, host = "10.0.0.3", artery-port = 2553, http-port = 8553, can-start-new-cluster = on
                  contact-points = ["10.0.0.1:8551", "[::1]:8552"]
                }
                """);

        assertThat(akka.getString("akka.remote.artery.canonical.hostname")).isEqualTo("10.0.0.3");
        assertThat(akka.getInt("akka.remote.artery.canonical.port")).isEqualTo(2553);
        assertThat(akka.getString("akka.management.http.hostname")).isEqualTo("10.0.0.3");
        assertThat(akka.getInt("akka.management.http.port")).isEqualTo(8553);
        assertThat(akka.getStringList("akka.cluster.roles"))
                .containsExactlyInAnyOrder("substrate-number-3", "substrate-id-" + ID, "substrate-http-8553");
        assertThat(akka.getString("substrate.node.id")).isEqualTo(ID.hex());
        assertThat(akka.getBoolean(BOOTSTRAP + "new-cluster-enabled")).isTrue();
        assertThat(akka.getString(BOOTSTRAP + "contact-point-discovery.service-name"))
                .isEqualTo("blue");
        assertThat(akka.getInt(BOOTSTRAP + "contact-point-discovery.required-contact-point-nr"))
                .isEqualTo(2);
        assertThat(endpoints(akka, "blue")).containsExactly("10.0.0.1:8551", "[::1]:8552");
    }

    @Test
    void theUsersRolesAreKeptBesideTheOnesByWhichMembersKnowEachOther() {
        Config akka = forAkka("""
                akka.cluster.roles = ["front"], substrate.node.number = 3
                """);

        assertThat(akka.getStringList("akka.cluster.roles"))
                .containsExactlyInAnyOrder("front", "substrate-number-3", "substrate-id-" + ID, "substrate-http-8551");
    }

    @Test
    void withoutContactPointsANodeIsItsOwn() {
        Config akka = forAkka("substrate.node.http-port = 8559");

        assertThat(endpoints(akka, "substrate")).containsExactly("127.0.0.1:8559");
        assertThat(akka.getInt(BOOTSTRAP + "contact-point-discovery.required-contact-point-nr"))
                .isEqualTo(1);
    }

    @Test
    void howManyContactPointsMustAnswerMayBeSet() {
        Config akka = forAkka("""
                substrate.node { contact-points = ["a:1", "b:2", "c:3"], required-contact-points = 2 }
                """);

        assertThat(akka.getInt(BOOTSTRAP + "contact-point-discovery.required-contact-point-nr"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":8551", "host:port", "host:85 51", "8551"})
    void aContactPointIsHostAndPort(String contactPoint) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> forAkka("substrate.node.contact-points = [\"" + contactPoint + "\"]"))
                .withMessage("substrate.node.contact-points holds '" + contactPoint + "', which is not 'host:port'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:65536", "host:-1"})
    void thePortOfAContactPointIsAPort(String contactPoint) {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> forAkka("substrate.node.contact-points = [\"" + contactPoint + "\"]"))
                .withMessageContaining("substrate.node.contact-points")
                .withMessageContaining("must be 0 to 65535");
    }

    @Test
    void whatTheUserSetInAkkaWinsOverOursAndOverWhatFollowsFromOurs() {
        Config akka = forAkka("""
                substrate.node.artery-port = 2553
                akka.remote.artery.canonical.port = 4711
                akka.cluster.gossip-interval = 7s
                akka.discovery.method = akka-dns
                """);

        assertThat(akka.getInt("akka.remote.artery.canonical.port")).isEqualTo(4711);
        assertThat(akka.getDuration("akka.cluster.gossip-interval")).isEqualTo(Duration.ofSeconds(7));
        assertThat(akka.getString("akka.discovery.method")).isEqualTo("akka-dns");
    }

    @Test
    void oursWinOverTheDefaultsOfAkka() {
        Config akka = forAkka("substrate.shards.number = 17");

        assertThat(akka.getString("akka.actor.provider")).isEqualTo("cluster");
        assertThat(akka.getDuration("akka.cluster.gossip-interval")).isEqualTo(Duration.ofMillis(300));
        assertThat(akka.getInt("akka.cluster.sharding.number-of-shards")).isEqualTo(17);
        assertThat(akka.getString("akka.cluster.sharding.use-lease")).isEqualTo("substrate.shard-lease");
    }

    @Test
    void anotherDiscoveryNeedsNoEndpoints() {
        Config akka = forAkka("substrate.node.discovery = kubernetes-api");

        assertThat(akka.getString("akka.discovery.method")).isEqualTo("kubernetes-api");
        assertThat(akka.getObject("akka.discovery.config.services").containsKey("substrate"))
                .isFalse();
    }

    private static Config forAkka(String given) {
        return settings(given).forAkka(withFolder(given), ID);
    }

    private static NodeSettings settings(String given) {
        return NodeSettings.of(withFolder(given));
    }

    private static Config withFolder(String given) {
        return ConfigFactory.parseString(given)
                .withFallback(ConfigFactory.parseString("substrate.node.data-dir = /data/node"));
    }

    private static List<String> endpoints(Config akka, String clusterName) {
        return akka.getConfigList("akka.discovery.config.services." + clusterName + ".endpoints").stream()
                .map(endpoint -> endpoint.getString("host") + ":" + endpoint.getInt("port"))
                .toList();
    }
}
