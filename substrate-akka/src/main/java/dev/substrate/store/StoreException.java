package dev.substrate.store;

/** Says that a store could not do what it was asked. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the failure means for the caller. */
    public enum Kind {
        /** Nothing was written: as much is waiting as may. */
        BUSY,
        /** Nothing was written: the store failed, or is away. */
        UNAVAILABLE,
        /** Nothing was written: the row has another version than the one that the write follows. */
        VERSION_CONFLICT,
        /** Something was or was not written: the store failed while it made the write durable. */
        UNKNOWN,
        /** Nothing was written: what lies in the store cannot be read. Other rows are not concerned. */
        DAMAGED
    }

    private static final String NOTHING_WRITTEN = "Nothing was written: ";

    private final Kind kind;

    /**
     * Describes a failure.
     *
     * @param message what happened
     */
    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * Describes a failure that has a cause.
     *
     * @param message what happened
     * @param cause what the engine said
     */
    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what the failure means for the caller. */
    public Kind kind() {
        return kind;
    }

    /** Returns what happened, to be part of a sentence: without what the kind says already, and without a full stop. */
    public String reason() {
        String message = String.valueOf(getMessage());
        String what = message.startsWith(NOTHING_WRITTEN) ? message.substring(NOTHING_WRITTEN.length()) : message;
        return what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
    }
}
