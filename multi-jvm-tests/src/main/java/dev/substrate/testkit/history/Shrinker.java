package dev.substrate.testkit.history;

import dev.substrate.testkit.history.Search.Outcome;
import dev.substrate.testkit.history.Search.Spent;
import dev.substrate.testkit.history.Search.Stuck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes a counterexample small, and keeps it one.
 *
 * <p>Of a linearizable history some things can be taken away and it stays linearizable, so what is wrong without them was
 * wrong with them:
 * <ul>
 *   <li>all that began after some moment, and the results of all that ended after it;
 *   <li>an operation that only read;
 *   <li>the result and the end of one that may have written: it is then open, and may take effect at any time after its
 *       beginning, or never.
 * </ul>
 * Just leaving out a write is none of them: the rest would be wrong for want of it. So here writes are weakened, one after
 * the other, until each of those that are left is needed: weaken it, and an order is found. In the end of those that are
 * open only the ones are shown without which another operation would be the one that cannot follow.
 */
final class Shrinker<S> {

    private final Model<S> model;
    private final Supplier<Budget> budgets;
    private final List<Operation> operations;
    private final BitSet whole = new BitSet();
    private final BitSet weak = new BitSet();
    private boolean minimal = true;

    /**
     * Makes a shrinker.
     *
     * @param operations of one key, for which there is no order
     * @param until when it is too late for any order; later results do not matter
     * @param budgets makes a budget for each try
     */
    Shrinker(Model<S> model, List<Operation> operations, long until, Supplier<Budget> budgets) {
        this.model = model;
        this.budgets = budgets;
        this.operations =
                operations.stream().filter(each -> each.begun() <= until).toList();
        for (int each = 0; each < this.operations.size(); each++) {
            Operation operation = this.operations.get(each);
            whole.set(each, operation.isOk() && operation.ended() <= until);
            weak.set(each, !operation.isRefused() && !reads(each));
        }
    }

    /** Returns the operations that it takes, of which none can be weakened any more unless the budget ended. */
    Shrunk shrink() {
        BitSet reading = (BitSet) whole.clone();
        IntStream.range(0, operations.size()).filter(each -> !reads(each)).forEach(reading::clear);
        without(reading, whole, this::isStuck);
        without((BitSet) whole.clone(), whole, this::isStuck);
        weak.andNot(whole);
        if (Search.inTime(model, left(), budgets.get()) instanceof Stuck<S> stuck) {
            without((BitSet) weak.clone(), weak, () -> isStuckAt(stuck.late()));
        }
        BitSet shown = (BitSet) whole.clone();
        shown.or(weak);
        return new Shrunk(shown.stream().mapToObj(operations::get).toList(), minimal);
    }

    /** Takes some out of a set, many at once and then fewer and fewer, as long as what is left is wrong. */
    private void without(BitSet candidates, BitSet set, BooleanSupplier wrong) {
        int[] each = candidates.stream().toArray();
        for (int chunk = Math.max(1, each.length / 2); chunk > 0; chunk /= 2) {
            for (int from = 0; from < each.length; from += chunk) {
                if (budgets.get().isLate()) {
                    minimal = false;
                    return;
                }
                BitSet before = (BitSet) set.clone();
                Arrays.stream(each, from, Math.min(each.length, from + chunk)).forEach(set::clear);
                if (!set.equals(before) && !wrong.getAsBoolean()) {
                    set.clear();
                    set.or(before);
                }
            }
        }
    }

    private boolean isStuck() {
        return note(Search.of(model, left(), budgets.get())) instanceof Stuck;
    }

    private boolean isStuckAt(Operation late) {
        return note(Search.inTime(model, left(), budgets.get())) instanceof Stuck<S> stuck
                && stuck.late().equals(late);
    }

    private List<Operation> left() {
        List<Operation> left = new ArrayList<>();
        for (int each = 0; each < operations.size(); each++) {
            if (whole.get(each)) {
                left.add(operations.get(each));
            } else if (weak.get(each)) {
                left.add(operations.get(each).weakened());
            }
        }
        return left;
    }

    private Outcome<S> note(Outcome<S> outcome) {
        minimal &= !(outcome instanceof Spent);
        return outcome;
    }

    private boolean reads(int each) {
        Operation operation = operations.get(each);
        return model.readOnly(operation.action(), operation.ending());
    }

    /**
     * What is left.
     *
     * @param operations as they were, none of them weakened
     * @param minimal whether there was time to try everything
     */
    record Shrunk(List<Operation> operations, boolean minimal) {}
}
