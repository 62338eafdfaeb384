package dev.substrate.testkit.machine;

import dev.substrate.testkit.internal.Command;
import dev.substrate.testkit.network.Availability;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A small disk of a node's own, in memory, over its working folder; so it can be full. What lies on it outlives processes,
 * not the test. It needs root on Linux.
 */
public final class NodeDisk implements AutoCloseable {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String FILLER = "filler";
    private static final int BLOCK_BYTES = 4096;
    private static final int ROOT = 0;

    private final Path folder;
    private final Consumer<String> listener;

    private NodeDisk(Path folder, Consumer<String> listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /** Returns whether disks can be mounted here, or why not; tries it. */
    public static Availability availability() {
        if (!Files.isReadable(MOUNTS) || Command.find("mount").isEmpty()) {
            return Availability.no("disks can be mounted on Linux only");
        }
        if (!isRoot()) {
            return Availability.no("only root can mount disks");
        }
        try {
            Path attempt = Files.createTempDirectory("disk");
            try {
                mount(attempt, BLOCK_BYTES, words -> {}).close();
                return Availability.yes();
            } finally {
                Files.delete(attempt);
            }
        } catch (IOException | RuntimeException e) {
            return Availability.no("no disk can be mounted: " + e.getMessage());
        }
    }

    /**
     * Mounts a disk over a folder, which is made if need be; what is in the folder is hidden meanwhile.
     *
     * @param listener is told in words what has been done
     */
    public static NodeDisk mount(Path folder, long bytes, Consumer<String> listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for a disk", e);
        }
        Command.run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
        return new NodeDisk(folder, listener);
    }

    /** Unmounts whatever a killed test has left mounted in a folder. */
    public static void unmountAllIn(Path folder) {
        if (!Files.isReadable(MOUNTS)) {
            return;
        }
        try {
            Files.readAllLines(MOUNTS).stream()
                    // Spaces in paths are written as this.
                    .map(line -> Path.of(line.split(" ", 3)[1].replace("\\040", " ")))
                    .filter(mounted -> mounted.startsWith(folder))
                    .forEach(NodeDisk::unmount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the disk to its last block: the next write of whoever writes there fails. */
    public void fill() {
        var block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // That is the end of it, unless the disk was not even full.
            if (usableBytes() >= BLOCK_BYTES) {
                throw new UncheckedIOException("The disk cannot be filled", e);
            }
        }
        listener.accept("disk full");
    }

    /** Gives the room back that {@link #fill} took. */
    public void free() {
        try {
            Files.deleteIfExists(folder.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException("The disk cannot be freed", e);
        }
        listener.accept("disk has room again");
    }

    /** Unmounts the disk, and what was on it is gone. */
    @Override
    public void close() {
        unmount(folder);
    }

    private long usableBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also if a process is still in there. */
    private static void unmount(Path folder) {
        Command.run("", List.of("umount", "-l", folder.toString()));
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
