package dev.substrate.record;

/** Says that a name of a record, a scheme or a request is out of bounds; nothing was sent, nothing was written. */
public final class InvalidNameException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param message which rule the name breaks, in words for its author */
    public InvalidNameException(String message) {
        super(message);
    }
}
