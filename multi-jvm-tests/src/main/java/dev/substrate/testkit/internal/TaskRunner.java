package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeTask;
import java.io.IOException;

/** Runs the tasks that the test sends, each on a thread of its own, and sends back how they ended. */
final class TaskRunner {

    private final NodeContext context;
    private final FrameWriter replies;

    TaskRunner(NodeContext context, FrameWriter replies) {
        this.context = context;
        this.replies = replies;
    }

    void start(Frame call) {
        var thread = new Thread(() -> runAndReply(call), "test-task-" + call.callId());
        thread.setDaemon(true);
        thread.start();
    }

    private void runAndReply(Frame call) {
        try {
            replies.write(run(call));
        } catch (IOException e) {
            // The test process is gone; the thread that reads from it ends this one.
            System.err.println("No way to answer call " + call.callId() + ": " + e);
        }
    }

    // The test is to hear of whatever a task throws, errors included.
    private Frame run(Frame call) throws IOException {
        try {
            var task = (NodeTask<?>) Payload.read(call.payload());
            if (task == null) {
                throw new IllegalArgumentException("The task is null");
            }
            return new Frame(Frame.Kind.RESULT, call.callId(), Payload.write(task.run(context)));
        } catch (Throwable thrown) {
            return new Frame(Frame.Kind.FAILURE, call.callId(), Payload.write(RemoteFailure.of(thrown)));
        }
    }
}
