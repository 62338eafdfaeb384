package dev.substrate.testkit.history;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says what a thing does to which one operation happens after another. A history is linearizable if such a thing explains
 * it.
 *
 * @param <S> what it remembers: immutable, and equal if it behaves the same from there on
 */
public interface Model<S> {

    /** Returns what it remembers before the first operation. */
    S initial();

    /**
     * Lets an action happen.
     *
     * @param ending what the client knows: ok or unknown, never refused
     * @return all that it may remember afterwards; empty if the action cannot happen in this state with such a result
     * @throws IllegalArgumentException if the model does not know such actions
     */
    Collection<S> step(S state, Action action, Ending ending);

    /**
     * Returns whether an action that ended so never changes the state, whatever that is. The more are known, the faster
     * the search, and the smaller counterexamples become.
     */
    default boolean readOnly(Action action, Ending ending) {
        return false;
    }

    /**
     * Returns which operations of unknown outcome could help to explain others; those for which this is false are taken
     * for never done. It must be true for each that some order needs.
     *
     * @param operations all those of the key that are ok or unknown
     */
    default Predicate<Action> relevant(List<Operation> operations) {
        return action -> true;
    }

    /**
     * Returns a model that follows the same orders of these operations as this one, and may notice earlier that it cannot
     * follow one.
     *
     * @param operations all those of the key that are ok or unknown
     */
    default Model<S> preparedFor(List<Operation> operations) {
        return this;
    }

    /** Returns what it remembers, for people. */
    default String describe(S state) {
        return String.valueOf(state);
    }

    /** Returns what to throw for an action that a model does not know. */
    static IllegalArgumentException unknownAction(Model<?> model, Action action) {
        return new IllegalArgumentException(model.getClass().getSimpleName() + " knows no " + action);
    }
}
