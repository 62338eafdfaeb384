package dev.substrate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of a node, from its start to its end; knows whether its end was asked for. */
final class NodeProcess {

    private final int nodeNumber;
    private final Process process;
    private final Path log;
    private final NodeChannel channel;
    private volatile boolean endExpected;
    private volatile Signal.@Nullable Pause pause;

    private NodeProcess(int nodeNumber, Process process, Path log, Barriers barriers) {
        this.nodeNumber = nodeNumber;
        this.process = process;
        this.log = log;
        this.channel = new NodeChannel(nodeNumber, process, barriers);
    }

    static NodeProcess start(int nodeNumber, List<String> command, Path log, Barriers barriers) {
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        try {
            var started = new NodeProcess(nodeNumber, builder.start(), log, barriers);
            started.channel.open(started::whyChannelEnded);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Node " + nodeNumber + " cannot be started", e);
        }
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isPaused() {
        return pause != null;
    }

    CompletableFuture<@Nullable Object> call(NodeTask<?> task) {
        return channel.call(task);
    }

    /** Says that the process may end from now on. */
    void expectEnd() {
        endExpected = true;
    }

    /** Says that the process may not end after all. */
    void expectLife() {
        endExpected = false;
    }

    /** Returns the failure of a process that ended although nobody asked for it. */
    Optional<NodeFailedException> unexpectedEnd() {
        return process.isAlive() || endExpected
                ? Optional.empty()
                : Optional.of(new NodeFailedException(
                        describe() + ", and nobody asked for it. Its log ends:\n" + LogTail.of(log)));
    }

    /** Asks the process to end, and waits for it. */
    int stop(Duration atMost) {
        resume();
        // Process.destroy closes the control channel too, and a process that loses it halts.
        endOnRequest(() -> process.toHandle().destroy());
        return awaitEnd(atMost);
    }

    /** Sends SIGKILL, without waiting for the end. */
    void kill() {
        endOnRequest(process::destroyForcibly);
    }

    /** Kills the process, whatever state it is in. */
    void discard() {
        expectEnd();
        process.destroyForcibly();
    }

    void pause() {
        if (pause == null) {
            pause = Signal.stop(process.pid());
        }
    }

    void resume() {
        if (pause != null) {
            try {
                pause.end();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            pause = null;
        }
    }

    /** Waits for an end that is asked for or expected, and returns the exit code. */
    int awaitEnd(Duration atMost) {
        expectEnd();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        describe() + " and did not end within " + atMost + ". Its log ends:\n" + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (pause != null) {
            pause.forget();
            pause = null;
        }
        return process.exitValue();
    }

    String describe() {
        String state = process.isAlive()
                ? (isPaused() ? "is paused" : "is alive")
                : "ended with exit code " + process.exitValue();
        return "Node " + nodeNumber + " (pid " + process.pid() + ", " + log.getFileName() + ") " + state;
    }

    private void endOnRequest(Runnable request) {
        unexpectedEnd().ifPresent(failure -> {
            throw failure;
        });
        expectEnd();
        request.run();
    }

    private String whyChannelEnded(Optional<IOException> cause) {
        cause.ifPresent(e -> process.destroyForcibly()); // it can neither be talked to nor trusted any more
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return describe()
                + cause.map(e -> " when its control channel broke (" + e.getMessage() + ")")
                        .orElse("") + " before it answered. Its log ends:\n" + LogTail.of(log);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for a node", e);
    }
}
