package dev.substrate.record;

/** Says that an operation on a record failed. */
public abstract sealed class RecordException extends RuntimeException
        permits RecordRefusedException,
                OutcomeUnknownException,
                RecordUnavailableException,
                RecordUnreadableException,
                RecordDamagedException,
                QueryRefusedException {

    private static final long serialVersionUID = 1L;

    RecordException(String message) {
        super(message);
    }

    RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
