package dev.substrate.node;

import dev.substrate.id.NodeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a node: its lock, so that no two processes are the same node; its id, made once; the pid of its process,
 * and why the last one ended.
 */
final class NodeDirectory implements AutoCloseable {

    private final Path folder;
    private final FileChannel lockChannel;
    private final NodeId id;

    private NodeDirectory(Path folder, FileChannel lockChannel, NodeId id) {
        this.folder = folder;
        this.lockChannel = lockChannel;
        this.id = id;
    }

    /** @throws NodeException if the folder cannot be used, or another process uses it */
    static NodeDirectory open(Path folder, int region, int zone) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (tryLock(channel) == null) {
                    throw new NodeException("Another process runs the node in " + folder
                            + ". Stop it, or give this one another substrate.node.data-dir");
                }
                NodeId id = readOrMakeId(folder, region, zone);
                Files.writeString(
                        folder.resolve("node.pid"), ProcessHandle.current().pid() + "\n");
                Files.deleteIfExists(folder.resolve("node.exit"));
                return new NodeDirectory(folder, channel, id);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeException("The folder " + folder + " (substrate.node.data-dir) cannot be used: " + e, e);
        }
    }

    NodeId id() {
        return id;
    }

    /** Notes why the process ends, for whoever supervises it. */
    void noteExit(String reason) throws IOException {
        Files.writeString(folder.resolve("node.exit"), reason + "\n");
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static NodeId readOrMakeId(Path folder, int region, int zone) throws IOException {
        Path file = folder.resolve("node.id");
        if (Files.exists(file)) {
            NodeId kept = readId(file);
            if (kept.region() != region || kept.zone() != zone) {
                throw new NodeException("The node in " + folder + " has the id " + kept + " of region " + kept.region()
                        + ", zone " + kept.zone() + ", but is configured for region " + region + ", zone " + zone
                        + ". A node does not move: give it another substrate.node.data-dir");
            }
            return kept;
        }
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        NodeId id = NodeId.of(region, zone, random);
        Path made = folder.resolve("node.id.new");
        Files.writeString(
                made,
                id + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }

    private static NodeId readId(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    "The file " + file + " does not hold a node id: '" + text
                            + "'. Put the id back, or remove the file to make the node a new one",
                    e);
        }
    }
}
