package dev.substrate.testkit;

import dev.substrate.testkit.internal.Failpoints;
import dev.substrate.testkit.internal.MembersTask;
import dev.substrate.testkit.internal.ReadinessTask;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link TestCluster}: a place with a number, ports and a data directory, where one process after the other
 * may live.
 *
 * <p>A process that ends although the test did not ask for it by {@link #stop}, {@link #kill}, {@link #expectExit} or
 * {@link #awaitExit} fails the test, at the latest when the test ends.
 *
 * <p>All deadlines are stretched by {@link TimeFactor}; one that passes is an {@link AssertionError}. For any thread; what
 * one begins to do to the process, another waits for.
 */
public final class NodeHandle {

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(60);

    /** A process that stands still does not answer at all. */
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(5);

    private final TestCluster cluster;
    private final int number;
    private int incarnation;
    private volatile boolean mayFormCluster;
    private volatile @Nullable NodeProcess process;

    NodeHandle(TestCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
    }

    /** Returns the node's number, from 1. */
    public int number() {
        return number;
    }

    /**
     * Starts a process for the node, with the data of the one before; returns at once. A node that starts while others
     * live joins them and never forms a cluster of its own; to start several after all were killed, use {@link
     * TestCluster#startAll}.
     *
     * @throws IllegalStateException if the node is alive
     */
    public synchronized void start() {
        boolean alone = cluster.nodes().stream().noneMatch(NodeHandle::isAlive);
        start(alone);
    }

    synchronized void start(boolean canStartNewCluster) {
        if (isAlive()) {
            throw new IllegalStateException("Node " + number + " is alive");
        }
        throwUnexpectedEnd();
        incarnation++;
        mayFormCluster = canStartNewCluster;
        cluster.note("start node " + number);
        process = cluster.launch(number, incarnation, canStartNewCluster);
    }

    /** Sends SIGTERM, waits until the process has ended, at most 30 s, and returns its exit code. */
    public synchronized int stop() {
        cluster.note("stop node " + number);
        return current().stop(TimeFactor.dilate(STOP_DEADLINE));
    }

    /** Sends SIGKILL, and waits until the process is gone. */
    public synchronized void kill() {
        beginKill();
        awaitGone();
    }

    synchronized void beginKill() {
        cluster.note("kill node " + number);
        current().kill();
    }

    void awaitGone() {
        awaitExit(KILL_DEADLINE);
    }

    /**
     * Lets the node's process crash when it comes to a point in its code: it halts there and then, as if it were killed. Returns
     * as soon as the point is armed; {@link #awaitExit} waits for the crash. A process that is started again knows nothing of it.
     *
     * @throws IllegalArgumentException if there is no such method
     */
    public void crashAt(Failpoint point) {
        cluster.note("crash node " + number + " " + point);
        NodeProcess crashing = current();
        crashing.expectEnd();
        try {
            call(context -> {
                Failpoints.arm(point);
                return null;
            });
        } catch (RemoteTaskException e) {
            crashing.expectLife();
            throw e.remoteClassName().equals(IllegalArgumentException.class.getName())
                    ? new IllegalArgumentException(e.getMessage(), e)
                    : e;
        } catch (NodeFailedException e) {
            // It may come to the point before it has said that it is armed.
            if (crashing.awaitEnd(TimeFactor.dilate(KILL_DEADLINE)) != Failpoints.CRASHED) {
                throw e;
            }
        }
    }

    /** Sends SIGSTOP: the process stands still, and its connections stay open, until {@link #resume}. */
    public synchronized void pause() {
        cluster.note("pause node " + number);
        current().pause();
    }

    /** Sends SIGCONT to a paused process. */
    public synchronized void resume() {
        if (current().isPaused()) {
            cluster.note("resume node " + number);
            current().resume();
        }
    }

    /** Stops the process if it is alive, and starts the node again with the same data. */
    public synchronized void restart() {
        if (isAlive()) {
            stop();
        }
        start();
    }

    /** Returns whether the node's process lives; a paused one does. */
    public boolean isAlive() {
        NodeProcess now = process;
        return now != null && now.isAlive();
    }

    /** Says that the process may end by itself from now on, because of what the test does next. */
    public void expectExit() {
        current().expectEnd();
    }

    /** Waits until the process has ended by itself, and returns its exit code. */
    public int awaitExit(Duration atMost) {
        return current().awaitEnd(TimeFactor.dilate(atMost));
    }

    /** Waits until the node's program says that it is ready, see {@link NodeProgram#isReady}. */
    public void awaitReady(Duration atMost) {
        cluster.await("node " + number + " is ready", atMost, () -> answerInTime(new ReadinessTask()));
    }

    /** Returns whether the process lives and its program says that it is ready; one that does not answer for 5 s is not. */
    public boolean isReady() {
        return answer(new ReadinessTask()).orElse(false);
    }

    /**
     * Returns the numbers of the nodes that this one takes for members of its cluster and can reach, its own included, as its
     * program says, see {@link NodeProgram#members}. A node that was removed and has not heard of it still sees itself.
     *
     * @return nobody, if the process does not live or does not answer for 5 s
     */
    public Set<Integer> members() {
        return answer(new MembersTask()).map(Set::copyOf).orElse(Set.of());
    }

    /** Returns whether its process says that it is in no cluster, and is none that may form one: it waits for others. */
    boolean waitsForACluster() {
        return !mayFormCluster && answer(new MembersTask()).filter(Set::isEmpty).isPresent();
    }

    private <R> Optional<R> answer(NodeTask<R> question) {
        try {
            return isAlive() ? Optional.of(answerInTime(question)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private <R> R answerInTime(NodeTask<R> question) throws InterruptedException, ExecutionException, TimeoutException {
        return callAsync(question).get(ANSWER_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns a client of the node's HTTP API. */
    public NodeHttp http() {
        return cluster.http(number);
    }

    /** Returns where the node's HTTP API listens. */
    public URI httpUri() {
        return http().uri();
    }

    /** Returns the log of the node's current, or else last, process. */
    public Path log() {
        return current().log();
    }

    /**
     * Runs a task in the node's process and waits for its result, at most 60 s.
     *
     * @throws RemoteTaskException if the task throws
     * @throws NodeFailedException if the process ends before the task does
     * @throws IllegalArgumentException if the task cannot be serialized
     */
    public <R extends @Nullable Object> R call(NodeTask<R> task) {
        Duration atMost = TimeFactor.dilate(CALL_DEADLINE);
        try {
            return callAsync(task).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw fromHere(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(current().describe() + " and did not answer within " + atMost, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for node " + number, e);
        }
    }

    /**
     * Runs a task in the node's process. To a paused process a task is sent at once and runs when it is resumed.
     *
     * @return fails with {@link RemoteTaskException} or {@link NodeFailedException}, as {@link #call}
     */
    @SuppressWarnings("unchecked") // the result of a NodeTask<R> is an R, here as there
    public <R extends @Nullable Object> CompletableFuture<R> callAsync(NodeTask<R> task) {
        return current().call(task).thenApply(result -> (R) result);
    }

    @Override
    public String toString() {
        NodeProcess now = process;
        return now == null ? "Node " + number + " (never started)" : now.describe();
    }

    Optional<NodeProcess> process() {
        return Optional.ofNullable(process);
    }

    int incarnation() {
        return incarnation;
    }

    void throwUnexpectedEnd() {
        process().flatMap(NodeProcess::unexpectedEnd).ifPresent(failure -> {
            throw failure;
        });
    }

    private NodeProcess current() {
        NodeProcess now = process;
        if (now == null) {
            throw new IllegalStateException("Node " + number + " was never started");
        }
        return now;
    }

    private static RuntimeException fromHere(@Nullable Throwable cause) {
        if (cause instanceof RemoteTaskException remote) {
            return remote.seenFromHere();
        }
        if (cause instanceof NodeFailedException failed) {
            return new NodeFailedException(String.valueOf(failed.getMessage()));
        }
        return new IllegalStateException(cause);
    }
}
