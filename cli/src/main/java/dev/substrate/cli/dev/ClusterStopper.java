package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stops a local cluster: in order if it can, by force if it must. */
final class ClusterStopper {

    private static final Duration ORDERLY_DEADLINE = Duration.ofSeconds(25);
    private static final Duration KILLED_DEADLINE = Duration.ofSeconds(5);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

    private final Shell shell;

    ClusterStopper(Shell shell) {
        this.shell = shell;
    }

    /** Stops all nodes that run, and after them, since they write to it until they end, Cassandra. */
    void stop(DevCluster cluster) {
        List<DevProcess> running = cluster.runningProcesses();
        if (running.isEmpty()) {
            shell.note("No node is running");
            return;
        }
        List<DevProcess> stubborn = new ArrayList<>();
        stubborn.addAll(stop(cluster::running));
        stubborn.addAll(stop(
                () -> cluster.cassandra().filter(DevCluster::isRunning).stream().toList()));
        shell.note("Stopped: " + names(running));
        if (!stubborn.isEmpty()) {
            shell.note("Killed, because still there after " + ORDERLY_DEADLINE.toSeconds() + " s: " + names(stubborn));
        }
    }

    /** Stops what runs, and returns what had to be killed. */
    private List<? extends DevProcess> stop(Supplier<List<? extends DevProcess>> running) {
        List<? extends DevProcess> asked = running.get();
        if (asked.isEmpty()) {
            return asked;
        }
        asked.forEach(ClusterStopper::askToEnd);
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            Pause.until(
                    () -> {
                        List<? extends DevProcess> left = running.get();
                        line.show("Stopping: " + (left.isEmpty() ? "done" : names(left) + " left"));
                        return left.isEmpty();
                    },
                    ORDERLY_DEADLINE);
        }
        List<? extends DevProcess> stubborn = running.get();
        stubborn.forEach(ClusterStopper::kill);
        return stubborn;
    }

    private static void askToEnd(DevProcess kept) {
        // The keeper first: from now on it does not start the process again.
        ProcessFinder.findKeeper(kept).ifPresent(ProcessHandle::destroy);
        for (ProcessHandle process : javaProcesses(kept)) {
            process.destroy();
            if (ProcessFinder.isPaused(process)) {
                Signals.resume(process);
            }
        }
    }

    /** Ends something with SIGKILL and waits until its processes are gone. */
    static void kill(DevProcess kept) {
        List<ProcessHandle> processes = javaProcesses(kept);
        processes.forEach(ProcessHandle::destroyForcibly);
        // The keeper notes how it ended, and ends.
        Pause.until(() -> ProcessFinder.findKeeper(kept).isEmpty(), KILLED_DEADLINE);
        ProcessFinder.findKeeper(kept).ifPresent(ProcessHandle::destroyForcibly);
        Pause.until(() -> ProcessFinder.find(kept).isEmpty(), KILLED_DEADLINE);
    }

    /** Returns the Java process, also when it is too young to have written its number. */
    private static List<ProcessHandle> javaProcesses(DevProcess kept) {
        List<ProcessHandle> processes = new ArrayList<>();
        ProcessFinder.findKeeper(kept).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(processes::add);
        ProcessFinder.find(kept).stream()
                .filter(process -> !processes.contains(process))
                .forEach(processes::add);
        return processes;
    }

    private static String names(List<? extends DevProcess> processes) {
        return processes.stream().map(DevProcess::name).collect(Collectors.joining(", "));
    }
}
