package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A queue: first in, first out. It starts empty.
 *
 * <p>Where its elements are unique, long histories of one queue get an answer, too, as long as all outcomes are known. With
 * many unknown outcomes and many elements in the queue they may not.
 */
public final class QueueModel implements Model<List<Object>> {

    private final QueueOrder order;

    /** Makes a queue. */
    public QueueModel() {
        this(QueueOrder.ANY);
    }

    private QueueModel(QueueOrder order) {
        this.order = order;
    }

    /** What a queue can do. */
    public sealed interface QueueAction extends Action {}

    /** Adds an element at the end; the result does not matter. */
    public record Enqueue(Object element) implements QueueAction {

        @Override
        public String toString() {
            return "enqueue(" + element + ")";
        }
    }

    /** Removes the first element and returns it, or null if there is none. */
    public record Dequeue() implements QueueAction {

        @Override
        public String toString() {
            return "dequeue";
        }

        @Override
        public boolean answersNull() {
            return true;
        }
    }

    @Override
    public List<Object> initial() {
        return List.of();
    }

    @Override
    public List<List<Object>> step(List<Object> state, Action action, Ending ending) {
        if (action instanceof Enqueue enqueue) {
            if (!order.allows(state, enqueue.element())) {
                return List.of();
            }
            List<Object> next = new ArrayList<>(state);
            next.add(enqueue.element());
            return List.of(List.copyOf(next));
        }
        if (action instanceof Dequeue) {
            if (state.isEmpty()) {
                return ending.allows(null) ? List.of(state) : List.of();
            }
            return ending.allows(state.get(0)) ? List.of(List.copyOf(state.subList(1, state.size()))) : List.of();
        }
        throw Model.unknownAction(this, action);
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return action instanceof Dequeue && ending.equals(Ending.ok(null));
    }

    /** An element that nobody got helps only those who got none, and not even those: it is in the way. */
    @Override
    public Predicate<Action> relevant(List<Operation> operations) {
        Set<Object> got = operations.stream()
                .filter(each -> each.action() instanceof Dequeue && each.result() != null)
                .map(Operation::result)
                .collect(Collectors.toSet());
        return action -> !(action instanceof Enqueue enqueue) || got.contains(enqueue.element());
    }

    /** Elements that were enqueued in the wrong order would show only when they are dequeued, which may be much later. */
    @Override
    public QueueModel preparedFor(List<Operation> operations) {
        return new QueueModel(QueueOrder.of(operations));
    }
}
