package dev.substrate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder beside those of the clusters that this process has to itself, while others may run tests in the same directory. It
 * is held by a lock, which ends with the process at the latest.
 */
final class ClaimedFolder implements AutoCloseable {

    // A lock belongs to the process, and is lost when any channel to its file is closed: what is held is known per
    // process.
    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final String name;
    private final FileChannel lockFile;

    private ClaimedFolder(String name, FileChannel lockFile) {
        this.name = name;
        this.lockFile = lockFile;
    }

    /** Claims the first free one of {@code base}, {@code base-2}, {@code base-3} and so on. */
    static ClaimedFolder first(String base) {
        return Stream.iterate(1, i -> i + 1)
                .map(i -> i == 1 ? base : base + "-" + i)
                .map(ClaimedFolder::tryClaim)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    String name() {
        return name;
    }

    private static Optional<ClaimedFolder> tryClaim(String name) {
        if (!HELD_HERE.add(name)) {
            return Optional.empty();
        }
        Path file = ClusterFolder.beside(Path.of(name + ".lock"));
        try {
            Files.createDirectories(file.getParent());
            FileChannel lockFile = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lockFile.tryLock() != null) {
                return Optional.of(new ClaimedFolder(name, lockFile));
            }
            lockFile.close();
            HELD_HERE.remove(name);
            return Optional.empty();
        } catch (IOException e) {
            HELD_HERE.remove(name);
            throw new UncheckedIOException("No lock at " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(name);
        }
    }
}
