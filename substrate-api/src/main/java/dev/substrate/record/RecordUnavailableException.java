package dev.substrate.record;

/** Says that a read got no answer in time; reading again is safe. */
public final class RecordUnavailableException extends RecordException {

    private static final long serialVersionUID = 1L;

    /** @param message which record, why, and what to do */
    public RecordUnavailableException(String message) {
        super(message);
    }
}
