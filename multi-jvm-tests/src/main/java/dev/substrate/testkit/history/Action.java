package dev.substrate.testkit.history;

/**
 * Marks what a client can want of the system under test.
 *
 * <p>An action is immutable, two actions that want the same are equal, and its text is short, because it is shown in
 * counterexamples: a record is all three.
 */
public interface Action {

    /** Returns whether null is an answer, so that it is shown as one; else an action that returned null is shown as done. */
    default boolean answersNull() {
        return false;
    }
}
