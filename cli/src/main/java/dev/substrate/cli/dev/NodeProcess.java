package dev.substrate.cli.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the processes of a node.
 *
 * <p>A process id in a file proves nothing: the process may be gone and its number taken by somebody else. A process is
 * the node's if it is alive and its command line names the node's directory.
 */
final class NodeProcess {

    private NodeProcess() {}

    /** Returns the node's Java process, if it is alive. */
    static Optional<ProcessHandle> find(DevNode node) {
        return find(node, node.pidFile());
    }

    /** Returns the shell that watches over the node, if it is alive. */
    static Optional<ProcessHandle> findKeeper(DevNode node) {
        return find(node, node.keeperPidFile());
    }

    private static Optional<ProcessHandle> find(DevNode node, Path pidFile) {
        OptionalLong pid = DevNode.readPid(pidFile);
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(pid.getAsLong())
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> belongsTo(node, commandLine(process)));
    }

    /** Returns whether a command line is the node's, started by {@code substrate dev} or by {@code substrate node}. */
    static boolean belongsTo(DevNode node, List<String> commandLine) {
        return commandLine.contains(node.marker())
                || commandLine.contains(node.confFile().toString());
    }

    /** Returns whether the process is stopped by a signal. */
    static boolean isPaused(ProcessHandle process) {
        return state(process).startsWith("T");
    }

    private static List<String> commandLine(ProcessHandle process) {
        try {
            // ProcessHandle.info() cuts the command line off at a page; the kernel has all of it.
            String line = Files.readString(proc(process, "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(
                    new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return process.info().arguments().map(List::of).orElse(List.of());
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
