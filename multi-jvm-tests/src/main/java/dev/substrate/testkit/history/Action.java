package dev.substrate.testkit.history;

/**
 * Marks what a client can want of the system under test.
 *
 * <p>An action is immutable, two actions that want the same are equal, and its text is short, because it is shown in
 * counterexamples: a record is all three.
 */
public interface Action {}
