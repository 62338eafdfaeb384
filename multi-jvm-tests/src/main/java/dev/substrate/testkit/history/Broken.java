package dev.substrate.testkit.history;

import dev.substrate.testkit.history.Search.Found;
import dev.substrate.testkit.history.Search.Stuck;
import dev.substrate.testkit.history.Shrinker.Shrunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A key whose operations no order explains. */
final class Broken<S> {

    private final Model<S> model;
    private final String key;
    private final List<Operation> operations;
    private final Stuck<S> stuck;

    Broken(Model<S> model, String key, List<Operation> operations, Stuck<S> stuck) {
        this.model = model;
        this.key = key;
        this.operations = operations;
        this.stuck = stuck;
    }

    int size() {
        return operations.size();
    }

    /** Returns the fewest operations that show it, as far as the budgets suffice. */
    Counterexample counterexample(Supplier<Budget> budgets) {
        List<Operation> possible = Linearizability.notRefused(operations);
        long until = Search.inTime(model, possible, budgets.get()) instanceof Stuck<S> found
                ? found.late().ended()
                : Operation.OPEN - 1;
        Shrunk shrunk = new Shrinker<>(model, operations, until, budgets).shrink();
        List<Operation> shown = new ArrayList<>(shrunk.operations());
        Stuck<S> end = Search.inTime(model, shown, budgets.get()) instanceof Stuck<S> found ? found : stuck;
        List<Operation> refused = refusedThatExplain(shown, budgets.get());
        List<String> remarks = new ArrayList<>();
        if (!refused.isEmpty()) {
            remarks.add("An order would be found if what was refused had been done: " + refused);
        }
        int left = possible.size() - shown.size();
        if (left > 0) {
            remarks.add(left
                    + " other operations of the key are left out: it stays wrong whenever they took effect, or not");
        }
        if (!shrunk.minimal()) {
            remarks.add("There was no time to find out whether fewer operations show it");
        }
        shown.addAll(refused);
        return new Counterexample(
                key,
                "no order explains these " + shown.size() + " operations",
                shown,
                end.farthest().order(),
                model.describe(end.farthest().state()),
                cannotFollow(end, shown),
                remarks);
    }

    /** The operation that is late, and all others in flight then that cannot take effect either. */
    private List<Operation> cannotFollow(Stuck<S> end, List<Operation> shown) {
        List<Operation> left = new ArrayList<>(shown);
        end.farthest().order().forEach(left::remove);
        return left.stream()
                .filter(each -> each.isOk() && each.begun() <= end.late().ended())
                .filter(each -> model.step(end.farthest().state(), each.action(), each.ending())
                        .isEmpty())
                .toList();
    }

    /** It happens that a system refuses something and does it. */
    private List<Operation> refusedThatExplain(List<Operation> shown, Budget budget) {
        List<Operation> refused =
                operations.stream().filter(Operation::isRefused).toList();
        List<Operation> weakened = refused.stream().map(Operation::weakened).toList();
        List<Operation> together = new ArrayList<>(shown);
        together.addAll(weakened);
        if (!(Search.of(model, together, budget) instanceof Found<S> found)) {
            return List.of();
        }
        List<Operation> order = found.all().order();
        return IntStream.range(0, refused.size())
                .filter(each -> order.contains(weakened.get(each)))
                .mapToObj(refused::get)
                .toList();
    }
}
