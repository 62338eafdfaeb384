package dev.substrate.record;

/** Says that a query, or a condition of one, is none; nothing was sent. */
public final class InvalidQueryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words for its author */
    public InvalidQueryException(String message) {
        super(message);
    }
}
