package dev.substrate.message;

/** A message did not come to what was hoped for. */
public final class MessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public MessageException(String message) {
        super(message);
    }
}
