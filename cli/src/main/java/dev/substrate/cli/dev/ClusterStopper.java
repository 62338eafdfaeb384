package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Stops the nodes of a local cluster: in order if they can, by force if they must. */
final class ClusterStopper {

    private static final Duration ORDERLY_DEADLINE = Duration.ofSeconds(25);
    private static final Duration KILLED_DEADLINE = Duration.ofSeconds(5);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;

    ClusterStopper(Shell shell) {
        this.shell = shell;
    }

    /** Stops all nodes that run; returns the ones that had to be killed. */
    List<DevNode> stop(DevCluster cluster) {
        List<DevNode> running = cluster.running();
        if (running.isEmpty()) {
            shell.note("No node is running");
            return List.of();
        }
        running.forEach(ClusterStopper::askToEnd);
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            Pause.until(
                    () -> {
                        List<DevNode> left = cluster.running();
                        line.show("Stopping: " + (left.isEmpty() ? "done" : names(left) + " left"));
                        return left.isEmpty();
                    },
                    ORDERLY_DEADLINE);
        }
        List<DevNode> stubborn = cluster.running();
        stubborn.forEach(ClusterStopper::kill);
        shell.note("Stopped: " + names(running));
        if (!stubborn.isEmpty()) {
            shell.note("Killed, because still there after " + ORDERLY_DEADLINE.toSeconds() + " s: " + names(stubborn));
        }
        return stubborn;
    }

    private static void askToEnd(DevNode node) {
        // The keeper first: from now on it does not start the node again.
        NodeProcess.findKeeper(node).ifPresent(ProcessHandle::destroy);
        for (ProcessHandle process : javaProcesses(node)) {
            process.destroy();
            if (NodeProcess.isPaused(process)) {
                Signals.resume(process);
            }
        }
    }

    /** Ends a node with SIGKILL and waits until its processes are gone. */
    static void kill(DevNode node) {
        List<ProcessHandle> processes = javaProcesses(node);
        processes.forEach(ProcessHandle::destroyForcibly);
        // The keeper notes how the node ended, and ends.
        Pause.until(() -> NodeProcess.findKeeper(node).isEmpty(), KILLED_DEADLINE);
        NodeProcess.findKeeper(node).ifPresent(ProcessHandle::destroyForcibly);
        Pause.until(() -> NodeProcess.find(node).isEmpty(), KILLED_DEADLINE);
    }

    /** Returns the node's Java process, also when it is too young to have written its number. */
    private static List<ProcessHandle> javaProcesses(DevNode node) {
        List<ProcessHandle> processes = new ArrayList<>();
        NodeProcess.findKeeper(node).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(processes::add);
        NodeProcess.find(node).stream()
                .filter(process -> !processes.contains(process))
                .forEach(processes::add);
        return processes;
    }

    private static String names(List<DevNode> nodes) {
        return nodes.stream().map(DevNode::name).collect(Collectors.joining(", "));
    }
}
