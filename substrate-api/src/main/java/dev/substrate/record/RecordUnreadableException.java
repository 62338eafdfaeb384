package dev.substrate.record;

/** Says that a record is there, but its stored entity cannot be read as what the caller asked for. */
public final class RecordUnreadableException extends RecordException {

    private static final long serialVersionUID = 1L;

    /**
     * Says which record cannot be read.
     *
     * @param message which record, and why
     * @param cause what the reader said
     */
    public RecordUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
