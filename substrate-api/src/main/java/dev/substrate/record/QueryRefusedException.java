package dev.substrate.record;

import java.util.Objects;

/** Says that a query was not answered, rather than answered in part. */
public final class QueryRefusedException extends RecordException {

    private static final long serialVersionUID = 1L;

    /** Why a query is not answered. */
    public enum Reason {
        /** None of its fields is indexed: declare one, or scan. */
        NOT_INDEXED,

        /** The index would be larger than a bound allows. */
        BOUND_REACHED,

        /** The index was not built in time: ask again. */
        BEING_BUILT
    }

    private final Reason reason;

    /**
     * Says why.
     *
     * @param message what is missing, and what to do
     */
    public QueryRefusedException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns why. */
    public Reason reason() {
        return reason;
    }
}
