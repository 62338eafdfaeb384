package dev.substrate.cli.node;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks for a node to go, and waits until the others do not see it any more. */
final class Departure {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);

    private final Shell shell;
    private final ClusterClient client;
    private final Duration atMost;

    /** @param atMost how long to wait; zero for not at all */
    Departure(Shell shell, ClusterClient client, Duration atMost) {
        this.shell = shell;
        this.client = client;
        this.atMost = atMost;
    }

    void ask(String node, String path) throws IOException {
        Response response = client.send(Request.of("POST", path));
        if (response.status() != 202) {
            Refusal refusal = Refusal.of(response);
            throw refusal.status() == 409 ? new CliException(ExitCode.FAILED, refusal.detail()) : refusal.ending(false);
        }
        String incarnation = JsonDocument.parse(response.body()).text("incarnation");
        if (!atMost.isZero()) {
            await(node, incarnation);
            shell.println("Node " + node + " has left the cluster.");
        } else {
            shell.println("Node " + node + " was asked to leave the cluster.");
        }
    }

    private void await(String node, String incarnation) throws IOException {
        long endNanos = System.nanoTime() + atMost.toNanos();
        try (LiveLine line = new LiveLine(shell, TELL_EVERY)) {
            for (String status = statusOf(incarnation); !status.isEmpty(); status = statusOf(incarnation)) {
                if (System.nanoTime() - endNanos >= 0) {
                    throw CliException.failed("Node " + node + " was asked to leave and is still '" + status
                            + "' after " + atMost.toSeconds() + " s. It goes on; look with 'substrate node list'");
                }
                line.show("Node " + node + " is " + status + "…");
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted; node " + node + " leaves all the same");
        }
    }

    /** Returns how a life of a node stands, as another one sees it; empty if it is over. */
    private String statusOf(String incarnation) throws IOException {
        Response response = client.send(Request.get(Paths.NODES));
        if (response.status() != 200) {
            throw Refusal.of(response).ending(false);
        }
        for (JsonDocument node : JsonDocument.parse(response.body()).objects("nodes")) {
            if (node.text("incarnation").equals(incarnation)) {
                return node.text("status");
            }
        }
        return "";
    }
}
