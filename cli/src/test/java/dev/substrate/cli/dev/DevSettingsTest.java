package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSettingsTest {

    @TempDir
    private Path dir;

    @Test
    void theShapeOfAClusterIsRemembered() throws Exception {
        assertThat(DevSettings.load(dir)).isEmpty();

        DevSettings settings = new DevSettings(5, 9550, 9650, new DevStore.Sqlite());
        settings.save(dir);

        assertThat(DevSettings.load(dir)).contains(settings);
    }

    @Test
    void aShapeThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new DevSettings(0, 8550, 2550, new DevStore.Sqlite()))
                .hasMessageContaining("1 to 32");
        assertThatThrownBy(() -> new DevSettings(3, 65_533, 2550, new DevStore.Sqlite()))
                .hasMessageContaining("--http-port");
        assertThatThrownBy(() -> new DevSettings(3, 8550, 8552, new DevStore.Sqlite()))
                .hasMessageContaining("overlap");
    }

    @Test
    void aFileThatSomebodyBrokeIsNamed() throws Exception {
        Files.writeString(dir.resolve("dev.properties"), "nodes=three\n");

        assertThatThrownBy(() -> DevSettings.load(dir)).hasMessageContaining("dev.properties");
    }

    @Test
    void theDataDirectoryIsTheOptionOrTheEnvironmentOrBesideTheLauncher() {
        assertThat(DataDir.resolve(Path.of("/a/../b"), Map.of("SUBSTRATE_DATA", "/c")))
                .isEqualTo(Path.of("/b"));
        assertThat(DataDir.resolve(null, Map.of("SUBSTRATE_DATA", "/c", "SUBSTRATE_HOME", "/d")))
                .isEqualTo(Path.of("/c"));
        assertThat(DataDir.resolve(null, Map.of("SUBSTRATE_HOME", "/d"))).isEqualTo(Path.of("/d/.substrate/dev"));
        assertThat(DataDir.resolve(null, Map.of()))
                .isEqualTo(Path.of(".substrate/dev").toAbsolutePath());
    }

    @Test
    void theSettingsOfANodeNameItsPlaceAndAllContactPoints() {
        DevNode one = new DevNode(1, dir.resolve("node-1"), 8551, 2551);
        DevNode two = new DevNode(2, dir.resolve("with \"quotes\""), 8552, 2552);

        assertThat(NodeConf.text(two, List.of(one, two), new DevStore.Sqlite().conf(dir), dir.resolve("cluster.conf")))
                .contains("number = 2", "artery-port = 2552", "http-port = 8552")
                .contains("contact-points = [\"127.0.0.1:8551\", \"127.0.0.1:8552\"]")
                .contains("with \\\"quotes\\\"")
                .contains("sqlite.file = \"" + dir.resolve("store.db") + "\"");
    }
}
