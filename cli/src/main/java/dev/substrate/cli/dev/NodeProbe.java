package dev.substrate.cli.dev;

import dev.substrate.cli.http.Connection;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Looks at a node: at its files, its processes and, if it can answer, its HTTP API. */
final class NodeProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Clock clock;

    NodeProbe(Clock clock) {
        this.clock = clock;
    }

    NodeSight look(DevNode node) {
        Optional<ProcessHandle> process = ProcessFinder.find(node);
        if (process.isEmpty()) {
            // The keeper alone: the Java process has not said its number yet, or is about to be started again.
            boolean starting = ProcessFinder.findKeeper(node).isPresent();
            return new NodeSight(
                    node,
                    starting ? ProcessState.JOINING : ProcessState.STOPPED,
                    process,
                    Optional.empty(),
                    0,
                    starting ? ExitReason.read(node.previousExitFile()) : ExitReason.read(node.exitFile()));
        }
        int membersUp = ProcessFinder.isPaused(process.get()) ? -1 : membersUp(node);
        return new NodeSight(
                node,
                membersUp < 0 ? ProcessState.PAUSED : membersUp == 0 ? ProcessState.JOINING : ProcessState.UP,
                process,
                process.get().info().startInstant().map(start -> Duration.between(start, clock.instant())),
                Math.max(membersUp, 0),
                ExitReason.read(node.previousExitFile()));
    }

    /** Returns how many members the node sees up, itself among them; 0 if it is not ready. */
    private static int membersUp(DevNode node) {
        try (Connection connection = new Connection(node.endpoint())) {
            if (connection.exchange(Request.get(Paths.READY), TIMEOUT).status() != 200) {
                return 0;
            }
            Response status = connection.exchange(Request.get(Paths.STATUS), TIMEOUT);
            return status.status() != 200
                    ? 0
                    : (int) JsonDocument.parse(status.body()).objects("members").stream()
                            .filter(NodeProbe::isUp)
                            .count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isUp(JsonDocument member) {
        return member.flag("reachable")
                && member.text("status").toLowerCase(Locale.ROOT).equals("up");
    }
}
