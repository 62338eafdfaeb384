package dev.substrate.record;

/** Says that a write was refused; nothing was written. */
public final class RecordRefusedException extends RecordException {

    private static final long serialVersionUID = 1L;

    private final transient WriteOutcome.Refused<?> refusal;

    /** @param refusal the outcome */
    public RecordRefusedException(WriteOutcome.Refused<?> refusal) {
        super(refusal.explain());
        this.refusal = refusal;
    }

    /** Returns the outcome. */
    public WriteOutcome.Refused<?> refusal() {
        return refusal;
    }
}
