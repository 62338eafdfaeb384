package dev.substrate.testkit;

import dev.substrate.testkit.internal.BarrierEntry;
import dev.substrate.testkit.internal.Frame;
import dev.substrate.testkit.internal.FrameReader;
import dev.substrate.testkit.internal.FrameWriter;
import dev.substrate.testkit.internal.Payload;
import dev.substrate.testkit.internal.RemoteFailure;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The test's end of the control channel to one process: sends tasks, hands out their results. */
final class NodeChannel {

    private final int nodeNumber;
    private final Barriers barriers;
    private final FrameWriter calls;
    private final FrameReader answers;
    private final AtomicLong lastCallId = new AtomicLong();
    private final Map<Long, CompletableFuture<@Nullable Object>> open = new ConcurrentHashMap<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();

    NodeChannel(int nodeNumber, Process process, Barriers barriers) {
        this.nodeNumber = nodeNumber;
        this.barriers = barriers;
        this.calls = new FrameWriter(process.getOutputStream());
        this.answers = new FrameReader(process.getInputStream());
    }

    /** Starts to hand out results; {@code whyBroken} says why there will be no more when the channel ends. */
    void open(WhyBroken whyBroken) {
        barriers.started(nodeNumber, this);
        var thread = new Thread(() -> readAnswers(whyBroken), "test-node-" + nodeNumber);
        thread.setDaemon(true);
        thread.start();
    }

    /** Says why a channel has ended; may wait for the process to end. */
    @FunctionalInterface
    interface WhyBroken {
        String explain(Optional<IOException> cause);
    }

    CompletableFuture<@Nullable Object> call(NodeTask<?> task) {
        byte[] payload = serialize(task);
        long callId = lastCallId.incrementAndGet();
        var result = new CompletableFuture<@Nullable Object>();
        open.put(callId, result);
        try {
            calls.write(new Frame(Frame.Kind.CALL, callId, payload));
        } catch (IOException e) {
            // The process is ending: the thread that reads from it says how.
        }
        if (broken.isDone()) {
            failOpenCalls();
        }
        return result;
    }

    private void readAnswers(WhyBroken whyBroken) {
        Optional<IOException> cause = Optional.empty();
        try {
            for (Optional<Frame> answer = answers.read(); answer.isPresent(); answer = answers.read()) {
                switch (answer.get().kind()) {
                    case BARRIER -> enterBarrier(answer.get());
                    case BARRIER_LEFT -> barriers.leave(this, answer.get().callId());
                    default -> complete(answer.get());
                }
            }
        } catch (IOException e) {
            cause = Optional.of(e);
        }
        barriers.ended(nodeNumber, this);
        broken.complete(whyBroken.explain(cause));
        failOpenCalls();
    }

    private void enterBarrier(Frame entered) throws IOException {
        try {
            if (Payload.read(entered.payload()) instanceof BarrierEntry entry) {
                long ticket = entered.callId();
                barriers.enter(
                        nodeNumber,
                        this,
                        ticket,
                        entry.name(),
                        entry.nodes(),
                        refusal -> tellOfBarrier(ticket, refusal));
            }
        } catch (ClassNotFoundException e) {
            throw new IOException("Not an entry to a barrier", e);
        }
    }

    private void tellOfBarrier(long ticket, String refusal) {
        try {
            calls.write(new Frame(Frame.Kind.BARRIER_OPEN, ticket, Payload.write(refusal)));
        } catch (IOException e) {
            // The process is ending, and whoever waits in it with it.
        }
    }

    private void failOpenCalls() {
        open.values().forEach(result -> result.completeExceptionally(new NodeFailedException(broken.join())));
    }

    private void complete(Frame answer) {
        CompletableFuture<@Nullable Object> result = open.remove(answer.callId());
        if (result == null) {
            return;
        }
        try {
            Object payload = Payload.read(answer.payload());
            if (answer.kind() == Frame.Kind.FAILURE && payload instanceof RemoteFailure failure) {
                result.completeExceptionally(new RemoteTaskException(nodeNumber, failure));
            } else {
                result.complete(payload);
            }
        } catch (IOException | ClassNotFoundException e) {
            result.completeExceptionally(
                    new IllegalStateException("The result of a task on node " + nodeNumber + " cannot be read", e));
        }
    }

    private static byte[] serialize(NodeTask<?> task) {
        try {
            return Payload.write(task);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    "The task captures a " + e.getMessage()
                            + ", which is not serializable. A lambda that uses a field of"
                            + " the test captures the test itself: copy the field to a local variable first.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("The task cannot be sent", e);
        }
    }
}
