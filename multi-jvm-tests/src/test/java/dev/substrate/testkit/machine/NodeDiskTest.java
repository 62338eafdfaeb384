package dev.substrate.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.network.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipped, with the reason, where disks cannot be mounted. */
class NodeDiskTest {

    private static final int DISK_BYTES = 1 << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void assumeAvailable() {
        Availability here = NodeDisk.availability();
        Assumptions.assumeTrue(here.isAvailable(), here.words());
    }

    @Test
    void nothingCanBeWrittenToAFullDiskUntilItHasRoomAgain() throws IOException {
        List<String> said = new ArrayList<>();
        Path data = folder.resolve("data");
        try (NodeDisk disk = NodeDisk.mount(data, DISK_BYTES, said::add)) {
            Path file = Files.writeString(data.resolve("before"), "a");
            disk.fill();

            assertThatThrownBy(() -> Files.write(data.resolve("during"), new byte[10_000]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            assertThat(file).hasContent("a");
            disk.free();
            assertThat(Files.write(data.resolve("after"), new byte[10_000])).hasSize(10_000);
        }
        assertThat(data).isEmptyDirectory();
        assertThat(said).containsExactly("disk full", "disk has room again");
    }

    @Test
    void whatIsLeftMountedInAFolderIsUnmounted() throws IOException {
        Path data = folder.resolve("a folder").resolve("data");
        NodeDisk.mount(data, DISK_BYTES, words -> {});
        Files.writeString(data.resolve("left"), "a");

        NodeDisk.unmountAllIn(folder);

        assertThat(data).isEmptyDirectory();
    }
}
