package dev.substrate.dht.internal.rule;

/** What a record answers when a version is to be put back. */
public sealed interface RestoreDecision {

    /**
     * Write this state, then acknowledge.
     *
     * @param next the state to make durable
     */
    record Write(RecordState next) implements RestoreDecision {}

    /** Nothing is to be written. */
    enum Nothing implements RestoreDecision {
        /** The record has this version already, or a newer one, or is gone as the version says. */
        KEPT,
        /** The record has this version with another content. */
        DIFFERS,
        /** This version of the name may have been here, and was purged. */
        PURGED
    }
}
