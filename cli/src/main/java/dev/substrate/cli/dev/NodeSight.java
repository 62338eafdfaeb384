package dev.substrate.cli.dev;

import java.time.Duration;
import java.util.Optional;

/**
 * One look at a node.
 *
 * @param node the node
 * @param state what it is doing
 * @param process its Java process, if there is one
 * @param uptime how long that process has been running
 * @param membersUp how many nodes it sees up; 0 if it does not answer
 * @param lastExit why it ended last, if it did; also for a node that has been started again since
 */
record NodeSight(
        DevNode node,
        ProcessState state,
        Optional<ProcessHandle> process,
        Optional<Duration> uptime,
        int membersUp,
        Optional<String> lastExit) {

    String pid() {
        return process.map(p -> Long.toString(p.pid())).orElse("-");
    }
}
