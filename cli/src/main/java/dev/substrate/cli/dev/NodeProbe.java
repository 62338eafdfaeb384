package dev.substrate.cli.dev;

import dev.substrate.cli.http.Connection;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Optional<ProcessHandle> process = NodeProcess.find(node);
        if (process.isEmpty()) {
            // The keeper alone: the Java process has not said its number yet, or is about to be started again.
            boolean starting = NodeProcess.findKeeper(node).isPresent();
            return new NodeSight(
                    node,
                    starting ? NodeState.JOINING : NodeState.STOPPED,
                    process,
                    Optional.empty(),
                    0,
                    starting ? firstLine(node.previousExitFile()) : firstLine(node.exitFile()));
        }
        int membersUp = NodeProcess.isPaused(process.get()) ? -1 : membersUp(node);
        return new NodeSight(
                node,
                membersUp < 0 ? NodeState.PAUSED : membersUp == 0 ? NodeState.JOINING : NodeState.UP,
                process,
                process.get().info().startInstant().map(start -> Duration.between(start, clock.instant())),
                Math.max(membersUp, 0),
                firstLine(node.previousExitFile()));
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

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().filter(line -> !line.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
