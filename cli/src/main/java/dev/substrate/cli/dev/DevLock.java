package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two commands from starting nodes of one cluster at the same time. */
final class DevLock {

    private DevLock() {}

    /**
     * Runs {@code work} while no other command starts nodes in {@code dir}, which is made if it is missing.
     *
     * @throws CliException if another command is at it
     */
    static void holding(Path dir, Runnable work) {
        try {
            Files.createDirectories(dir);
            try (FileChannel channel =
                    FileChannel.open(dir.resolve("dev.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (!locked(channel)) {
                    throw CliException.failed("Another command is starting nodes in " + dir + " right now");
                }
                work.run();
            }
        } catch (IOException e) {
            throw CliException.failed("Cannot use the data directory " + dir + ": " + e.getMessage());
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which has no other way to say so.
            return false;
        }
    }
}
