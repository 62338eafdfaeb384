package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final Path ARCHIVES = ClusterFolder.beside(Path.of("classes"));

    /** What the memory of a process on Linux is made of. */
    private static final Path OWN_MEMORY = Path.of("/proc/self/maps");

    @ClusterTest(nodes = 1, program = Program.class)
    private static final class Spec {}

    /** No other test has it, so that there is no archive for it. */
    static final class Program implements NodeProgram<Program> {
        @Override
        public Program start(NodeContext context) {
            return this;
        }
    }

    @BeforeEach
    void want() throws IOException {
        System.setProperty(ClassArchive.PROPERTY, "true");
        for (Path archive : archives()) {
            Files.delete(archive);
        }
    }

    @AfterEach
    void wantNoMore() {
        System.clearProperty(ClassArchive.PROPERTY);
    }

    @Test
    void theSecondClusterUsesTheArchiveThatWasMadeOfTheFirst() throws IOException {
        assumeTrue(Files.exists(OWN_MEMORY), "only Linux tells what a process has in memory");
        assertThat(runCluster()).isFalse();
        assertThat(archives()).hasSize(1);
        assertThat(runCluster()).isTrue();
    }

    @Test
    void anArchiveThatCannotBeReadIsNoHarm() throws IOException {
        runCluster();
        Path archive = archives().get(0);
        Files.delete(archive);
        Files.writeString(archive, "This is no archive.");
        assertThat(runCluster()).isFalse();
    }

    @Test
    void whateverChangesOnTheClassPathNeedsAnotherArchive(@TempDir Path classes) throws IOException {
        Path resource = Files.createDirectories(classes.resolve("a")).resolve("b.txt");
        Files.writeString(resource, "first");
        ClassArchive before = ClassArchive.of(classes.toString(), Program.class);
        Path jar = Path.of(before.classPath());
        try (var content = new ZipFile(jar.toFile())) {
            assertThat(content.stream().map(ZipEntry::getName)).containsExactly("a/b.txt");
        }
        assertThat(before.options()).contains("-XX:+RecordDynamicDumpInfo");
        Path archive = Files.writeString(jar.resolveSibling(Program.class.getName() + ".jsa"), "");

        assertThat(ClassArchive.of(classes.toString(), Program.class).options())
                .contains("-XX:SharedArchiveFile=" + archive);
        Files.writeString(resource, "another");
        assertThat(ClassArchive.of(classes.toString(), Program.class).options()).contains("-XX:+RecordDynamicDumpInfo");
    }

    @Test
    void nobodyGetsOneWhoDoesNotAskForIt() throws IOException {
        System.clearProperty(ClassArchive.PROPERTY);
        assertThat(runCluster()).isFalse();
        assertThat(archives()).isEmpty();
    }

    /** Returns whether the node of a cluster has an archive in its memory. */
    private static boolean runCluster() {
        var folder = ClusterFolder.wiped("ClassArchiveTest", "cluster");
        var cluster = new TestCluster(
                Spec.class.getAnnotation(ClusterTest.class),
                "Test#test",
                folder,
                new TestStore.SqliteFile(folder.sqliteFile()));
        try {
            cluster.startAll();
            cluster.awaitReady();
            return cluster.node(1).call(ClassArchiveTest::hasArchiveOfTheProgram);
        } finally {
            cluster.close();
        }
    }

    private static boolean hasArchiveOfTheProgram(NodeContext context) {
        try {
            return Files.exists(OWN_MEMORY)
                    && Files.readString(OWN_MEMORY).contains(Program.class.getSimpleName() + ".jsa");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> archives() throws IOException {
        if (!Files.exists(ARCHIVES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(ARCHIVES)) {
            return all.filter(file -> file.getFileName().toString().equals(Program.class.getName() + ".jsa"))
                    .toList();
        }
    }
}
