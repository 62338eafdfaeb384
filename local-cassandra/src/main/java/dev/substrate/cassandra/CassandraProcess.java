package dev.substrate.cassandra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the process of a local Cassandra, whoever started it.
 *
 * <p>A process id in a file proves nothing: the process may be gone and its number taken by somebody else. A process is
 * the Cassandra of a folder if it is alive and its command line names the folder.
 */
final class CassandraProcess {

    private CassandraProcess() {}

    static Path pidFile(Path folder) {
        return folder.resolve("cassandra.pid");
    }

    /** Returns the option by which a process is known to be the Cassandra of a folder; Cassandra reads it too. */
    static String marker(Path folder) {
        return "-Dcassandra.storagedir=" + folder;
    }

    static Optional<ProcessHandle> find(Path folder) {
        try {
            long pid = Long.parseLong(Files.readString(pidFile(folder)).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> commandLine(process).contains(marker(folder)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static List<String> commandLine(ProcessHandle process) {
        try {
            // ProcessHandle.info() cuts the command line off at a page; the kernel has all of it.
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return process.info().arguments().map(List::of).orElse(List.of());
        }
    }
}
