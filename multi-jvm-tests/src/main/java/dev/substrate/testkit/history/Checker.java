package dev.substrate.testkit.history;

/** Looks in a history for what must not happen. */
@FunctionalInterface
public interface Checker {

    /** Returns what it found. */
    Verdict check(History history);
}
