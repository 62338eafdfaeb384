package dev.substrate.dht.internal.client;

/**
 * Says that the record has had so many writes since the floor of a request that it may have forgotten the request. Nothing
 * was written. Only whoever knows whether an earlier attempt may still be on its way can say what follows.
 */
public final class FloorTooLowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long floor;

    FloorTooLowException(long floor) {
        super("The record may have forgotten the request", null, false, false);
        this.floor = floor;
    }

    /** Returns the floor to go on with, if no attempt can be on its way. */
    public long floor() {
        return floor;
    }
}
