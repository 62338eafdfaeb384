package dev.substrate.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one order of a key's operations that the model follows and in which none comes before another one that had
 * ended when it began.
 *
 * <p>It goes from one end of an operation to the next and lets operations take effect as late as they can, when one is
 * about to end that has not: the just-in-time linearization of Gavin Lowe, "Testing for linearizability", 2017, which
 * follows Jeannette Wing and Chun Gong, "Testing and verifying concurrent objects", 1993. As in both, nothing is tried
 * again from where the same operations have taken effect and left the same state. So where nothing is in flight, nothing
 * of the past is remembered but states. It goes into the depth first, on a stack of its own.
 *
 * <p>An operation that only reads takes effect as soon as it can: the others do not notice.
 */
final class Search<S> {

    /** What a search comes to. */
    sealed interface Outcome<S> {}

    /** An order that explains all. */
    record Found<S>(Configuration<S> all) implements Outcome<S> {}

    /**
     * There is none.
     *
     * @param farthest an order that explains as much as any
     * @param late an operation that must have taken effect next, and cannot in any order
     */
    record Stuck<S>(Configuration<S> farthest, Operation late) implements Outcome<S> {}

    /** The budget ended first. */
    record Spent<S>(String why) implements Outcome<S> {}

    private final Model<S> model;
    private final Schedule schedule;
    private final Memo<S> memo = new Memo<>();
    private final Deque<Passage<S>> path = new ArrayDeque<>();
    private Configuration<S> farthest;

    private Search(Model<S> model, List<Operation> operations) {
        this.model = model;
        this.schedule = Schedule.of(model, operations);
        this.farthest = Configuration.initial(model.initial());
    }

    /** Looks for an order of operations that are all ok or unknown. Where it is stuck may be before what is to blame. */
    static <S> Outcome<S> of(Model<S> model, List<Operation> operations, Budget budget) {
        return new Search<>(model.preparedFor(operations), operations).run(budget);
    }

    /** Does the same with what is known at the end of each operation and no sooner: it is stuck where an order ends. */
    static <S> Outcome<S> inTime(Model<S> model, List<Operation> operations, Budget budget) {
        return new Search<>(model, operations).run(budget);
    }

    private Outcome<S> run(Budget budget) {
        Configuration<S> reached = settle(farthest);
        while (reached.end() < schedule.ends()) {
            note(reached);
            if (memo.isNew(reached)) {
                path.push(new Passage<>(model, schedule, reached));
            }
            Configuration<S> next = null;
            while (next == null) {
                if (path.isEmpty()) {
                    return new Stuck<>(farthest, schedule.ended(farthest.end()));
                }
                String spent = budget.spend();
                if (spent != null) {
                    return new Spent<>(spent);
                }
                next = choose(path.peek());
            }
            reached = next;
        }
        return new Found<>(reached);
    }

    /** Returns where another choice leads past an end, or null if it does not. */
    private @Nullable Configuration<S> choose(Passage<S> passage) {
        Configuration<S> choice = passage.next();
        if (choice == null) {
            path.pop();
            return null;
        }
        Configuration<S> settled = settle(choice);
        if (settled.end() > passage.end()) {
            return settled;
        }
        note(settled);
        if (memo.isNew(settled)) {
            passage.add(settled);
        }
        return null;
    }

    private void note(Configuration<S> reached) {
        if (reached.isBeyond(farthest)) {
            farthest = reached;
        }
    }

    /** Lets all that only read and can take effect do so, and goes past the ends of what has. */
    private Configuration<S> settle(Configuration<S> configuration) {
        Configuration<S> settled = configuration.pass(schedule);
        int end;
        do {
            end = settled.end();
            for (int number : schedule.inFlight(end)) {
                Operation operation = schedule.ended(number);
                if (!settled.done().has(schedule.slot(number)) && readsNow(operation, settled.state())) {
                    settled = settled.then(operation, schedule.slot(number), settled.state());
                }
            }
            settled = settled.pass(schedule);
        } while (settled.end() > end);
        return settled;
    }

    private boolean readsNow(Operation operation, S state) {
        return model.readOnly(operation.action(), operation.ending())
                && !model.step(state, operation.action(), operation.ending()).isEmpty();
    }
}
