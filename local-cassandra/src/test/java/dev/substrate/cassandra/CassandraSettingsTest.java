package dev.substrate.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void settingsThatCannotBeAreRefused() {
        CassandraSettings usual = CassandraSettings.of(folder, folder, 9142);

        assertThatThrownBy(() -> CassandraSettings.of(folder, folder, 0)).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> CassandraSettings.of(folder, folder, 65_535)).hasMessageContaining("storage port");
        assertThatThrownBy(() -> usual.withHeapMegabytes(16)).hasMessageContaining("128 MB");
        assertThat(usual.contactPoint()).isEqualTo("127.0.0.1:9142");
        assertThat(usual.storagePort()).isEqualTo(9143);
    }

    @Test
    void theFilesNameEveryPlaceAndPortAndStandQuotes() throws Exception {
        var files = new ServerFiles(CassandraSettings.of(folder.resolve("a \"b\""), folder, 9142));

        files.write(List.of("-Da=\"b\\"));

        assertThat(files.yaml())
                .content()
                .contains("native_transport_port: 9142", "storage_port: 9143", "seeds: \"127.0.0.1:9143\"")
                .contains("- \"" + folder + "/a \\\"b\\\"/data\"")
                .doesNotContain("${");
        assertThat(files.arguments()).hasContent("\"-Da=\\\"b\\\\\"");
    }

    @Test
    void aJavaWithoutSecurityManagerIsRefusedWithAWayOut() {
        JavaCommand.requireSuitable(17);
        assertThatThrownBy(() -> JavaCommand.requireSuitable(25))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining("Java 25")
                .hasMessageContaining(JavaCommand.JAVA_HOME_VARIABLE);
    }

    @Test
    void aProcessIdOfSomebodyElseIsNotTaken() throws Exception {
        assertThat(LocalCassandra.find(folder)).isEmpty();

        Files.writeString(
                CassandraProcess.pidFile(folder), ProcessHandle.current().pid() + "\n");

        assertThat(LocalCassandra.find(folder)).isEmpty();
    }
}
