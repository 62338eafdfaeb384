package dev.substrate.record;

/** Says that it is not known whether a write happened. */
public final class OutcomeUnknownException extends RecordException {

    private static final long serialVersionUID = 1L;

    private final transient WriteOutcome.Unknown<?> outcome;

    /** @param outcome the outcome */
    public OutcomeUnknownException(WriteOutcome.Unknown<?> outcome) {
        super(outcome.explain());
        this.outcome = outcome;
    }

    /** Returns the outcome, with the id to repeat the request with. */
    public WriteOutcome.Unknown<?> outcome() {
        return outcome;
    }
}
