package dev.substrate.dht.internal.entity;

/** Says what is wrong with a row that the store could read, but that does not hold a record. */
final class UnreadableRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, as the end of a sentence about the row */
    UnreadableRowException(String message) {
        super(message);
    }

    UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }
}
