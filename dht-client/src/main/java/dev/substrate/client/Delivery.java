package dev.substrate.client;

/** How the attempt ended to get a request to a node and its answer back. */
sealed interface Delivery {

    /** The node answered. */
    record Answered(Answer answer) implements Delivery {}

    /**
     * The node has not seen the request.
     *
     * @param unreachable whether that is for there is no connection to it, and not for all connections being in use
     */
    record NotSent(boolean unreachable, String reason) implements Delivery {}

    /** The node may have seen the request, and there is no answer. */
    record Lost(String reason) implements Delivery {}
}
