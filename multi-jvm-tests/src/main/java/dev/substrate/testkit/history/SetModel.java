package dev.substrate.testkit.history;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A set that starts empty. */
public final class SetModel implements Model<Set<Object>> {

    /** What a set can do. */
    public sealed interface SetAction extends Action {}

    /** Adds an element. The result is whether it was not there, as a Boolean, or null if clients are not told. */
    public record Add(Object element) implements SetAction {

        @Override
        public String toString() {
            return "add(" + element + ")";
        }
    }

    /** Removes an element. The result is whether it was there, as a Boolean, or null if clients are not told. */
    public record Remove(Object element) implements SetAction {

        @Override
        public String toString() {
            return "remove(" + element + ")";
        }
    }

    /** Returns whether an element is there, as a Boolean. */
    public record Contains(Object element) implements SetAction {

        @Override
        public String toString() {
            return "contains(" + element + ")";
        }
    }

    /** Returns all elements, as a Collection in any order. */
    public record Read() implements SetAction {

        @Override
        public String toString() {
            return "read";
        }
    }

    @Override
    public Set<Object> initial() {
        return Set.of();
    }

    @Override
    public List<Set<Object>> step(Set<Object> state, Action action, Ending ending) {
        if (action instanceof Add add) {
            boolean changes = !state.contains(add.element());
            return ending.allowsIfTold(changes) ? List.of(changes ? with(state, add.element()) : state) : List.of();
        }
        if (action instanceof Remove remove) {
            boolean changes = state.contains(remove.element());
            return ending.allowsIfTold(changes)
                    ? List.of(changes ? without(state, remove.element()) : state)
                    : List.of();
        }
        if (action instanceof Contains contains) {
            return ending.allows(state.contains(contains.element())) ? List.of(state) : List.of();
        }
        if (action instanceof Read) {
            return reads(state, ending) ? List.of(state) : List.of();
        }
        throw Model.unknownAction(this, action);
    }

    private static boolean reads(Set<Object> state, Ending ending) {
        return ending instanceof Ending.Unknown
                || (ending instanceof Ending.Ok ok
                        && ok.result() instanceof Collection<?> read
                        && read.size() == state.size()
                        && state.containsAll(read));
    }

    private static Set<Object> with(Set<Object> state, Object element) {
        Set<Object> next = new HashSet<>(state);
        next.add(element);
        return Set.copyOf(next);
    }

    private static Set<Object> without(Set<Object> state, Object element) {
        return state.stream().filter(each -> !each.equals(element)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return action instanceof Contains
                || action instanceof Read
                || ((action instanceof Add || action instanceof Remove) && ending.equals(Ending.ok(false)));
    }

    /** Who looks at one element does not notice others. */
    @Override
    public Predicate<Action> relevant(List<Operation> operations) {
        if (operations.stream().anyMatch(each -> each.action() instanceof Read)) {
            return action -> true;
        }
        Set<Object> seen = operations.stream()
                .filter(each -> each.result() != null)
                .map(each -> element(each.action()))
                .collect(Collectors.toSet());
        return action -> seen.contains(element(action));
    }

    private Object element(Action action) {
        if (action instanceof Add add) {
            return add.element();
        }
        if (action instanceof Remove remove) {
            return remove.element();
        }
        if (action instanceof Contains contains) {
            return contains.element();
        }
        throw Model.unknownAction(this, action);
    }

    @Override
    public String describe(Set<Object> state) {
        return state.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ", "{", "}"));
    }
}
