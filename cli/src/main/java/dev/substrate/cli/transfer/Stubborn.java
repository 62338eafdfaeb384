package dev.substrate.cli.transfer;

import dev.substrate.cli.http.Connection;
import dev.substrate.cli.http.NotConnectedException;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests until a node gives a definite answer: over and over, to one node after the other, with pauses that grow.
 *
 * <p>Every request that comes here is safe to repeat: a read, or a write with a request id. One worker's own; not for several
 * threads.
 */
public final class Stubborn implements Closeable {

    private static final Duration PAUSE_MIN = Duration.ofMillis(20);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final Nodes nodes;
    private final int home;
    private final List<Connection> connections = new ArrayList<>();

    /**
     * Makes one for a worker.
     *
     * @param nodes the nodes, which all workers share
     * @param home the node to prefer, so that the workers spread over the nodes
     */
    public Stubborn(Nodes nodes, int home) {
        this.nodes = nodes;
        this.home = home % nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            connections.add(new Connection(nodes.endpoint(i)));
        }
    }

    /**
     * Returns a definite answer.
     *
     * @throws DeadlineException if there was none until {@code deadlineNanos}
     */
    public Response send(Request request, long deadlineNanos) throws DeadlineException, InterruptedException {
        int preferred = home;
        long pauseNanos = PAUSE_MIN.toNanos();
        String trouble = "there was no time to try";
        boolean reached = false;
        boolean uncertain = false;
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            int index = nodes.choose(preferred);
            try {
                Response response = connections
                        .get(index)
                        .exchange(request, Duration.ofNanos(Math.min(left, ANSWER_TIMEOUT.toNanos())));
                if (definite(response.status())) {
                    return response;
                }
                reached = true;
                Refusal refusal = Refusal.of(response);
                if (refusal.recordDamaged() && !uncertain) {
                    return response;
                }
                uncertain |= refusal.outcomeUnknown();
                trouble = refusal.detail();
                if (response.status() == 503) {
                    nodes.avoid(index);
                }
            } catch (IOException e) {
                uncertain |= !(e instanceof NotConnectedException);
                nodes.avoid(index);
                trouble = String.valueOf(e.getMessage());
            }
            preferred = (index + 1) % nodes.size();
            long jittered = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos / 2);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(jittered, deadlineNanos - System.nanoTime())));
            pauseNanos = Math.min(2 * pauseNanos, PAUSE_MAX.toNanos());
        }
        throw new DeadlineException(trouble, reached);
    }

    /** Returns whether repeating the request would get the same answer. */
    private static boolean definite(int status) {
        return status != 429 && status < 500;
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
