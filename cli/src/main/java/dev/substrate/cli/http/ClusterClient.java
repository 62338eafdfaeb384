package dev.substrate.cli.http;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a cluster: to one node, and when that does not answer to the next.
 *
 * <p>Going on to the next node is safe because reads change nothing and writes carry a request id, by which the owner of
 * the record recognises a write it has done already.
 */
public final class ClusterClient implements Closeable {

    private static final int ROUNDS = 2;

    private final List<Connection> connections = new ArrayList<>();
    private final Duration timeout;
    private int current;

    /**
     * Makes a client.
     *
     * @param nodes where to send requests, in order of preference; at least one
     * @param timeout how long to wait for one node's answer
     */
    public ClusterClient(List<Endpoint> nodes, Duration timeout) {
        this.timeout = timeout;
        for (Endpoint node : nodes) {
            connections.add(new Connection(node));
        }
    }

    /**
     * Returns the first answer of a node that is ready.
     *
     * @throws CliException if no node answers; with {@link ExitCode#OUTCOME_UNKNOWN} if a node may have done the write
     */
    public Response send(Request request) {
        IOException lost = null;
        IOException unreached = null;
        Response notReady = null;
        long enoughNanos = System.nanoTime() + timeout.toNanos();
        for (int attempt = 0; attempt < connections.size() * ROUNDS; attempt++) {
            if (attempt == connections.size() && lost == null) {
                // A second round only makes sense if an answer was lost on the way.
                break;
            }
            try {
                Response response = connections.get(current).exchange(request, timeout);
                if (response.status() != 503) {
                    if (lost != null && request.writes() && !refusesEarlierAttempts(request, response)) {
                        throw new CliException(
                                ExitCode.OUTCOME_UNKNOWN,
                                "An attempt went unanswered (" + lost.getMessage()
                                        + "), so the write may or may not have happened. Then: "
                                        + Refusal.of(response).detail(),
                                lost);
                    }
                    return response;
                }
                notReady = response;
                if (Refusal.of(response).unavailable() && System.nanoTime() - enoughNanos >= 0) {
                    // Each node takes its time to say so; what keeps the record away keeps it from all of them.
                    break;
                }
            } catch (NotConnectedException e) {
                unreached = e;
            } catch (IOException e) {
                lost = e;
            }
            current = (current + 1) % connections.size();
        }
        return giveUp(request, lost, unreached, notReady);
    }

    /**
     * Sends a request that is not to be done twice: once a node may have it, no other node gets it.
     *
     * @throws CliException if no node answers; with {@link ExitCode#OUTCOME_UNKNOWN} if a node may have done it
     */
    public Response sendOnce(Request request) {
        IOException unreached = null;
        Response notReady = null;
        for (int attempt = 0; attempt < connections.size(); attempt++) {
            try {
                Response response = connections.get(current).exchange(request, timeout);
                if (response.status() != 503 || !Refusal.of(response).notReady()) {
                    return response;
                }
                notReady = response;
            } catch (NotConnectedException e) {
                unreached = e;
            } catch (IOException e) {
                throw new CliException(
                        ExitCode.OUTCOME_UNKNOWN,
                        "No answer, so it may or may not have been done: " + e.getMessage(),
                        e);
            }
            current = (current + 1) % connections.size();
        }
        return giveUp(request, null, unreached, notReady);
    }

    /**
     * Asks every node for itself, and returns the answers of those that gave one.
     *
     * @throws CliException if none did
     */
    public List<Response> sendToEach(Request request) {
        List<Response> answers = new ArrayList<>();
        IOException last = null;
        for (Connection connection : connections) {
            try {
                answers.add(connection.exchange(request, timeout));
            } catch (IOException e) {
                last = e;
            }
        }
        if (answers.isEmpty()) {
            throw new CliException(ExitCode.FAILED, last == null ? "No node to ask" : last.getMessage(), last);
        }
        return answers;
    }

    /**
     * Shows an answer line by line, as it comes, of the node whose turn it is; after it has ended or broken off it is the next
     * one's turn.
     *
     * @param silence how long nothing may come before the node is taken for dead
     * @param lines takes a line; false when it needs no more
     * @return the answer if it is no success
     * @throws IOException if there is no answer, or it breaks off
     */
    public Optional<Response> stream(Request request, Duration silence, Predicate<String> lines) throws IOException {
        Connection connection = connections.get(current);
        current = (current + 1) % connections.size();
        return connection.stream(request, timeout, silence, lines);
    }

    /** Returns how many nodes there are to ask. */
    public int nodes() {
        return connections.size();
    }

    /**
     * Returns whether an answer tells how attempts ended that went unanswered: a success does, as the owner knows the request by
     * its id; so does a refusal for what the request says, or because its version has passed. Others hold for the moment only.
     */
    private static boolean refusesEarlierAttempts(Request request, Response response) {
        return switch (response.status()) {
            case 404, 429 -> false;
            case 409 -> !Refusal.of(response).requestTooOld();
            case 412 -> request.expectsVersion();
            default -> response.status() < 500;
        };
    }

    private static Response giveUp(
            Request request, @Nullable IOException lost, @Nullable IOException unreached, @Nullable Response notReady) {
        if (lost != null) {
            throw request.writes()
                    ? new CliException(
                            ExitCode.OUTCOME_UNKNOWN,
                            "No answer, so the write may or may not have happened: " + lost.getMessage(),
                            lost)
                    : new CliException(ExitCode.FAILED, "No answer: " + lost.getMessage(), lost);
        }
        if (notReady != null) {
            return notReady;
        }
        throw new CliException(
                ExitCode.FAILED, unreached == null ? "No node to ask" : unreached.getMessage(), unreached);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
