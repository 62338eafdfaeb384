package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Tries all orders of all operations, and nothing cleverer. */
final class BruteForce {

    private BruteForce() {}

    static <S> boolean explains(Model<S> model, List<Operation> operations) {
        List<Operation> possible =
                operations.stream().filter(each -> !each.isRefused()).toList();
        return explains(model, model.initial(), possible);
    }

    private static <S> boolean explains(Model<S> model, S state, List<Operation> left) {
        if (left.stream().noneMatch(Operation::isOk)) {
            return true;
        }
        for (Operation next : left) {
            if (left.stream().noneMatch(other -> other.precedes(next))) {
                List<Operation> others = new ArrayList<>(left);
                others.remove(next);
                for (S after : model.step(state, next.action(), next.ending())) {
                    if (explains(model, after, others)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
