package dev.substrate.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {

    @TempDir
    private Path folder;

    @Test
    void thePropertyWinsOverTheVariable() throws Exception {
        Path byProperty = withJars("a", "cassandra-all-5.0.9.jar", "jamm-0.4.0.jar");
        Path byVariable = withJars("b", "cassandra-all-5.0.9.jar", "jamm-0.4.0.jar");
        var properties = new Properties();
        Map<String, String> environment = Map.of(Libraries.VARIABLE, byVariable.toString());

        assertThat(Libraries.find(properties, environment)).isEqualTo(byVariable);
        properties.setProperty(Libraries.PROPERTY, byProperty.toString());
        assertThat(Libraries.find(properties, environment)).isEqualTo(byProperty);
    }

    @Test
    void whoSaysNothingIsToldWhatToSay() {
        assertThatThrownBy(() -> Libraries.find(new Properties(), Map.of()))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining(Libraries.PROPERTY)
                .hasMessageContaining(Libraries.VARIABLE)
                .hasMessageContaining(Libraries.COLLECT);
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithTheCommandThatCollectsIt() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> Libraries.in(missing))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining(Libraries.COLLECT);
    }

    @Test
    void aFolderWithOtherJarsIsRefused() throws Exception {
        Path other = withJars("other", "jamm-0.4.0.jar");

        assertThatThrownBy(() -> Libraries.in(other))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining("no cassandra-all-*.jar in " + other)
                .hasMessageContaining(Libraries.COLLECT);
    }

    @Test
    void twoVersionsInOneFolderAreRefused() throws Exception {
        Path mixed = withJars("mixed", "cassandra-all-5.0.8.jar", "cassandra-all-5.0.9.jar", "jamm-0.4.0.jar");

        assertThatThrownBy(() -> Libraries.in(mixed))
                .isInstanceOf(CassandraException.class)
                .hasMessageContaining("several versions")
                .hasMessageContaining("cassandra-all-5.0.8.jar");
    }

    private Path withJars(String name, String... jars) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        for (String jar : jars) {
            Files.createFile(made.resolve(jar));
        }
        return made;
    }
}
