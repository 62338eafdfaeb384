package dev.substrate.testkit.history;

import java.util.List;

/**
 * A few operations that show that something happened that must not.
 *
 * @param key what they were about
 * @param problem what is wrong, in one sentence
 * @param operations all that it takes to see it, by their beginnings
 * @param order the longest order of them that the model follows, if there is a model
 * @param state what the model remembers then, empty if there is none
 * @param stuck those that cannot follow, or that are wrong
 * @param remarks what else there is to know
 */
public record Counterexample(
        String key,
        String problem,
        List<Operation> operations,
        List<Operation> order,
        String state,
        List<Operation> stuck,
        List<String> remarks) {

    /** Copies the lists. */
    public Counterexample {
        operations = History.of(operations).operations();
        order = List.copyOf(order);
        stuck = List.copyOf(stuck);
        remarks = List.copyOf(remarks);
    }

    /** Makes one that needs no model: the operations, all of which are wrong together. */
    static Counterexample of(String key, String problem, List<Operation> operations) {
        return new Counterexample(key, problem, operations, List.of(), "", operations, List.of());
    }

    /** Returns it for people, a line for each operation. */
    public String text() {
        return new CounterexampleText(this).toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
