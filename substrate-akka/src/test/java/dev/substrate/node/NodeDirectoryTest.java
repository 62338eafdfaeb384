package dev.substrate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.id.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeDirectoryTest {

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void nameAFolderThatIsNotThere() {
        folder = temporary.resolve("data").resolve("node");
    }

    @Test
    void aNewNodeGetsAnIdOfItsRegionAndZone() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
            assertThat(directory.id().region()).isEqualTo(1);
            assertThat(directory.id().zone()).isEqualTo(2);
            assertThat(folder.resolve("node.id")).hasContent(directory.id().hex());
        }
    }

    @Test
    void aNodeKeepsItsId() throws IOException {
        NodeId first;
        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
            first = directory.id();
        }
        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
            assertThat(directory.id()).isEqualTo(first);
        }
    }

    @Test
    void twoNodesGetDifferentIds() throws IOException {
        try (NodeDirectory one = NodeDirectory.open(folder, 1, 2);
                NodeDirectory another = NodeDirectory.open(folder.resolveSibling("another"), 1, 2)) {
            assertThat(one.id()).isNotEqualTo(another.id());
        }
    }

    @Test
    void aSecondNodeOfThisProcessIsRefusedUntilTheFirstIsClosed() throws IOException {
        try (NodeDirectory first = NodeDirectory.open(folder, 1, 2)) {
            assertInUse();
            assertThat(first.id()).isNotNull();
        }
        NodeDirectory.open(folder, 1, 2).close();
    }

    @Test
    void aNodeOfAnotherProcessKeepsTheFolderUntilThatProcessDies() throws Exception {
        try (OtherProcess other = OtherProcess.opening(folder)) {
            assertThat(other.firstLine()).startsWith("opened ");
            assertThat(folder.resolve("node.pid")).hasContent(Long.toString(other.pid()));
            assertInUse();

            other.kill();

            try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
                assertThat(other.firstLine()).isEqualTo("opened " + directory.id());
            }
        }
    }

    @Test
    void anotherProcessIsKeptOutByThisOne() throws Exception {
        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2);
                OtherProcess other = OtherProcess.opening(folder)) {
            assertThat(other.firstLine()).startsWith("refused: Another process runs the node in " + folder);
            assertThat(folder.resolve("node.pid"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
            assertThat(folder.resolve("node.id")).hasContent(directory.id().hex());
        }
    }

    @Test
    void thePidIsThatOfThisProcess() throws IOException {
        NodeDirectory.open(folder, 1, 2).close();

        assertThat(folder.resolve("node.pid"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void whyTheLastProcessEndedIsNotedAndForgottenAtTheNextStart() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
            directory.noteExit("10 was removed by the cluster");
        }
        assertThat(folder.resolve("node.exit")).hasContent("10 was removed by the cluster");

        NodeDirectory.open(folder, 1, 2).close();

        assertThat(folder.resolve("node.exit")).doesNotExist();
    }

    @Test
    void aNodeDoesNotMoveToAnotherRegionOrZone() throws IOException {
        NodeDirectory.open(folder, 1, 2).close();

        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeDirectory.open(folder, 3, 2))
                .withMessageContaining("of region 1, zone 2, but is configured for region 3, zone 2");
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeDirectory.open(folder, 1, 4))
                .withMessageContaining("A node does not move");
        // A refusal leaves the folder free, and as it was.
        NodeDirectory.open(folder, 1, 2).close();
    }

    @Test
    void aDamagedIdIsNotReplacedByANewOne() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("node.id"), "0123\n");

        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeDirectory.open(folder, 1, 2))
                .withMessageContaining("does not hold a node id: '0123'");
        assertThat(folder.resolve("node.id")).hasContent("0123");
    }

    @Test
    void anIdThatWasHalfWrittenByAProcessThatDiedIsMadeAnew() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("node.id.new"), "0123456789abcdef0123456789abcdef0123456789abcdef");

        try (NodeDirectory directory = NodeDirectory.open(folder, 1, 2)) {
            assertThat(folder.resolve("node.id")).hasContent(directory.id().hex());
            assertThat(folder.resolve("node.id.new")).doesNotExist();
        }
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeDirectory.open(file, 1, 2))
                .withMessageContaining(file.toString())
                .withMessageContaining("substrate.node.data-dir");
    }

    private void assertInUse() {
        assertThatExceptionOfType(NodeException.class)
                .isThrownBy(() -> NodeDirectory.open(folder, 1, 2))
                .withMessageContaining("Another process runs the node in " + folder);
    }
}
