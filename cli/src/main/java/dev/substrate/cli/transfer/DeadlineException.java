package dev.substrate.cli.transfer;

/** Says that no node has given a definite answer in time. */
public final class DeadlineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean reached;

    DeadlineException(String lastTrouble, boolean reached) {
        super(lastTrouble, null, false, false);
        this.reached = reached;
    }

    /** Returns whether a node has answered at all. */
    boolean reached() {
        return reached;
    }
}
