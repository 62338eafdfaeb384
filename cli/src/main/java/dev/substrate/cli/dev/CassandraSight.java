package dev.substrate.cli.dev;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.NativeProtocol;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * One look at the Cassandra of a local cluster.
 *
 * @param cassandra the Cassandra
 * @param state what it is doing
 * @param process its Java process, if there is one
 * @param uptime how long that process has been running
 * @param lastExit why it ended last, if it did; also for one that has been started again since
 */
record CassandraSight(
        DevCassandra cassandra,
        ProcessState state,
        Optional<ProcessHandle> process,
        Optional<Duration> uptime,
        Optional<String> lastExit) {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Looks at its files, its processes and, if it can answer, its port. */
    static CassandraSight look(DevCassandra cassandra, Clock clock) {
        Optional<ProcessHandle> process = ProcessFinder.find(cassandra);
        ProcessState state = state(cassandra, process);
        return new CassandraSight(
                cassandra,
                state,
                process,
                process.flatMap(p -> p.info().startInstant()).map(start -> Duration.between(start, clock.instant())),
                ExitReason.read(state == ProcessState.STOPPED ? cassandra.exitFile() : cassandra.previousExitFile()));
    }

    private static ProcessState state(DevCassandra cassandra, Optional<ProcessHandle> process) {
        if (process.isEmpty()) {
            return ProcessFinder.findKeeper(cassandra).isPresent() ? ProcessState.STARTING : ProcessState.STOPPED;
        }
        if (ProcessFinder.isPaused(process.get())) {
            return ProcessState.PAUSED;
        }
        return NativeProtocol.answers(CassandraSettings.HOST, cassandra.port(), TIMEOUT)
                ? ProcessState.UP
                : ProcessState.STARTING;
    }

    String pid() {
        return process.map(p -> Long.toString(p.pid())).orElse("-");
    }
}
