package dev.substrate.cli.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds processes of a local cluster.
 *
 * <p>A process id in a file proves nothing: the process may be gone and its number taken by somebody else. A process is
 * a node's if it is alive and its command line names the node's directory; the same with a Cassandra.
 */
final class ProcessFinder {

    private static final Duration EXEC_WITHIN = Duration.ofSeconds(1);

    private ProcessFinder() {}

    /** Returns the Java process, if it is alive. */
    static Optional<ProcessHandle> find(DevProcess owner) {
        return find(owner, owner.pidFile());
    }

    /** Returns the shell that watches over it, if it is alive. */
    static Optional<ProcessHandle> findKeeper(DevProcess owner) {
        return find(owner, owner.keeperPidFile());
    }

    private static Optional<ProcessHandle> find(DevProcess owner, Path pidFile) {
        OptionalLong pid = DevProcess.readPid(pidFile);
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(pid.getAsLong())
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> owner.ownsCommand(commandLine(process)));
    }

    /** Returns whether the process is stopped by a signal. */
    static boolean isPaused(ProcessHandle process) {
        return state(process).startsWith("T");
    }

    private static List<String> commandLine(ProcessHandle process) {
        Optional<String> line = kernelCommandLine(process);
        if (line.filter(String::isEmpty).isPresent()) {
            // It is empty for a moment while a process becomes another program, as one does that was just started.
            Pause.until(
                    () -> kernelCommandLine(process).filter(String::isEmpty).isEmpty()
                            || state(process).startsWith("Z"),
                    EXEC_WITHIN);
            line = kernelCommandLine(process);
        }
        return line.map(found -> List.of(found.split("\0", -1)))
                .orElseGet(() -> process.info().arguments().map(List::of).orElse(List.of()));
    }

    /** Returns all of it, where {@code ProcessHandle.info()} cuts it off at a page; empty where the kernel does not tell it. */
    private static Optional<String> kernelCommandLine(ProcessHandle process) {
        try {
            String line = Files.readString(proc(process, "cmdline"), StandardCharsets.ISO_8859_1);
            return Optional.of(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String state(ProcessHandle process) {
        try {
            String stat = Files.readString(proc(process, "stat"), StandardCharsets.ISO_8859_1);
            // The name of the program comes before, in parentheses, and may hold anything.
            return stat.substring(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return Signals.output("ps", "-o", "stat=", "-p", Long.toString(process.pid()));
        }
    }

    private static Path proc(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
