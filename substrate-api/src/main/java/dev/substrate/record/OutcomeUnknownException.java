package dev.substrate.record;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that it is not known whether a write happened. */
public final class OutcomeUnknownException extends RecordException {

    private static final long serialVersionUID = 1L;

    private final transient RecordUri uri;
    private final transient @Nullable RequestId requestId;

    /** @param outcome the outcome */
    public OutcomeUnknownException(WriteOutcome.Unknown<?> outcome) {
        super(outcome.explain());
        this.uri = outcome.uri();
        this.requestId = outcome.requestId();
    }

    /** Says why nobody waits for the outcome any more. */
    OutcomeUnknownException(RecordUri uri, @Nullable RequestId requestId, String reason) {
        super("It is not known whether '" + uri + "' was written: " + reason + ". "
                + (requestId == null
                        ? "Read the record. (A write with a request id of its own can be repeated to find out.)"
                        : "Repeat the request with id '" + requestId + "' to find out, or read the record."));
        this.uri = uri;
        this.requestId = requestId;
    }

    /** Returns the record's name. */
    public RecordUri uri() {
        return uri;
    }

    /** Returns the id to repeat the request with; empty if the caller gave none and stopped waiting before the store told one. */
    public Optional<RequestId> requestId() {
        return Optional.ofNullable(requestId);
    }
}
