package dev.substrate.cli.dev;

import dev.substrate.cassandra.NativeProtocol;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.time.Clock;
import java.time.Duration;

/** Starts the Cassandra of a local cluster and waits until it answers. */
final class CassandraStarter {

    private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(3);
    private static final Duration OTHER_DEADLINE = Duration.ofSeconds(5);
    private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(2);

    private final Shell shell;
    private final Clock clock = Clock.systemUTC();

    CassandraStarter(Shell shell) {
        this.shell = shell;
    }

    /** Starts it without waiting. */
    void start(DevCassandra cassandra) {
        ClusterStarter.requireFree(cassandra, cassandra.port(), "--cassandra-port");
        ClusterStarter.requireFree(cassandra, cassandra.port() + 1, "--cassandra-port");
        new CassandraLauncher(shell).start(cassandra);
    }

    /** Waits until it answers. */
    void awaitAnswering(DevCassandra cassandra) {
        long startNanos = System.nanoTime();
        try (LiveLine line = new LiveLine(shell, PLAIN_PROGRESS_EVERY)) {
            Pause.until(
                    () -> {
                        ProcessState state =
                                CassandraSight.look(cassandra, clock).state();
                        if (state == ProcessState.UP || state == ProcessState.STOPPED) {
                            return true;
                        }
                        line.show("Starting: cassandra " + state.shown() + " ("
                                + Duration.ofNanos(System.nanoTime() - startNanos)
                                        .toSeconds() + " s)");
                        return false;
                    },
                    ANSWER_DEADLINE);
        }
        CassandraSight sight = CassandraSight.look(cassandra, clock);
        if (sight.state() == ProcessState.UP) {
            return;
        }
        LogEnd.show(shell, cassandra.logFile());
        throw CliException.failed(
                sight.state() == ProcessState.STOPPED
                        ? "cassandra stopped while starting: "
                                + sight.lastExit().orElse("no reason known") + "; see " + cassandra.logFile()
                        : "cassandra does not answer after " + ANSWER_DEADLINE.toSeconds() + " s");
    }

    /** Makes sure that a Cassandra which is not ours is there. */
    void requireAnswering(DevStore.OtherCassandra other) {
        if (!NativeProtocol.answers(other.host(), other.port(), OTHER_DEADLINE)) {
            throw CliException.failed("No Cassandra answers at " + other.contactPoint() + "; no node was started."
                    + " Without --cassandra, --store cassandra starts one");
        }
    }
}
