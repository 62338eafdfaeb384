package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ties the life of the nodes to that of this process. */
final class Foreground {

    private static final Duration A_LONG_TIME = Duration.ofDays(10_000);

    private final Shell shell;
    private final AtomicReference<@Nullable DevCluster> toStop = new AtomicReference<>();

    Foreground(Shell shell) {
        this.shell = shell;
    }

    /** Has {@code cluster} stopped when this process is told to end. */
    void stopAtEnd(DevCluster cluster) {
        toStop.set(cluster);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopNow, "stop-nodes"));
    }

    /** Stops the nodes, unless that has happened or was never wanted. */
    void stopNow() {
        DevCluster cluster = toStop.getAndSet(null);
        if (cluster != null) {
            shell.note("");
            new ClusterStopper(shell).stop(cluster);
        }
    }

    /** Waits until somebody else has stopped everything; the usual end is that this process is told to end first. */
    void await(DevCluster cluster) {
        Pause.until(() -> cluster.runningProcesses().isEmpty(), A_LONG_TIME);
        toStop.set(null);
        shell.note("All nodes have been stopped");
    }
}
