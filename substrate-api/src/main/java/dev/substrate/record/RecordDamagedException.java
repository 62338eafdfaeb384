package dev.substrate.record;

/**
 * Says that what the store holds for a record cannot be read by anybody: the record refuses every read and write until its
 * row is repaired. Other records are not concerned.
 */
public final class RecordDamagedException extends RecordException {

    private static final long serialVersionUID = 1L;

    private final transient RecordUri uri;
    private final String reason;

    /**
     * Says which record is damaged.
     *
     * @param uri the record's name
     * @param reason what is wrong with its row, in words, without a full stop
     */
    public RecordDamagedException(RecordUri uri, String reason) {
        super(describe(uri, reason));
        this.uri = uri;
        this.reason = reason;
    }

    /** Returns the record's name. */
    public RecordUri uri() {
        return uri;
    }

    /** Returns what is wrong with its row, in words, without a full stop. */
    public String reason() {
        return reason;
    }

    static String describe(RecordUri uri, String reason) {
        return "'" + uri + "' is damaged in the store: " + reason
                + ". It refuses reads and writes until its row is repaired (see \"Repairing a row\" in docs/operating.md).";
    }
}
