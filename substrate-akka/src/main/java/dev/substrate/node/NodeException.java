package dev.substrate.node;

/** Says that a node cannot start, and what to change. */
public final class NodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and what to do about it */
    public NodeException(String message) {
        super(message);
    }

    /**
     * Describes a failure that has a cause.
     *
     * @param message what is wrong, and what to do about it
     * @param cause why
     */
    public NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
