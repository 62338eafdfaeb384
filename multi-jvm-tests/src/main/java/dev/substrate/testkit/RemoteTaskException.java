package dev.substrate.testkit;

import dev.substrate.testkit.internal.RemoteFailure;

/** Says that a {@link NodeTask} threw; what it threw comes as text, its own stack trace in the message. */
public final class RemoteTaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int nodeNumber;
    private final RemoteFailure failure;

    RemoteTaskException(int nodeNumber, RemoteFailure failure) {
        super("on node " + nodeNumber + ": " + failure.stackTrace().stripTrailing());
        this.nodeNumber = nodeNumber;
        this.failure = failure;
    }

    /** Returns the same failure with the stack trace of the calling thread. */
    RemoteTaskException seenFromHere() {
        return new RemoteTaskException(nodeNumber, failure);
    }

    /** Returns the name of the class that was thrown. */
    public String remoteClassName() {
        return failure.className();
    }

    /** Returns the stack trace in the node's process, causes included, as printed there. */
    public String remoteStackTrace() {
        return failure.stackTrace();
    }
}
