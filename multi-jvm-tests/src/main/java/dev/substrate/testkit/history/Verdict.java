package dev.substrate.testkit.history;

import java.util.Collection;

/** Says what a checker found. */
public sealed interface Verdict {

    /** All was checked and all is well. */
    record Valid() implements Verdict {

        @Override
        public String toString() {
            return "valid";
        }
    }

    /**
     * Something happened that must not.
     *
     * @param counterexample the operations that show it
     */
    record Invalid(Counterexample counterexample) implements Verdict {

        @Override
        public String toString() {
            return counterexample.text();
        }
    }

    /**
     * Nothing wrong was found, and not all could be checked.
     *
     * @param reason what could not, and why
     */
    record Unknown(String reason) implements Verdict {

        @Override
        public String toString() {
            return "not checked: " + reason;
        }
    }

    /** Returns whether all was checked and all is well. */
    default boolean isValid() {
        return this instanceof Valid;
    }

    /** Returns whether something happened that must not. */
    default boolean isInvalid() {
        return this instanceof Invalid;
    }

    /** Throws an {@link AssertionError} that shows all, unless all was checked and all is well. */
    default void assertValid() {
        if (!isValid()) {
            throw new AssertionError(toString());
        }
    }

    /** Returns the first invalid one, or else the first unknown one, or else valid. */
    static Verdict join(Collection<? extends Verdict> verdicts) {
        Verdict joined = new Valid();
        for (Verdict verdict : verdicts) {
            if (verdict.isInvalid()) {
                return verdict;
            }
            if (joined.isValid()) {
                joined = verdict;
            }
        }
        return joined;
    }
}
