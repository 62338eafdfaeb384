package dev.substrate.testkit;

/** Says that a node's process ended when it should not have, or before it answered; shows the end of its log. */
public final class NodeFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NodeFailedException(String message) {
        super(message);
    }
}
