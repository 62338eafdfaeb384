package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A bag of tuples, which are taken by template: a tuple space. Any tuple that matches may be the one. It starts empty. */
public final class BagModel implements Model<Map<List<Object>, Integer>> {

    /** What a bag can do. */
    public sealed interface BagAction extends Action {}

    /** Adds a tuple; the result does not matter. */
    public record Put(List<Object> tuple) implements BagAction {

        /** Copies the tuple. */
        public Put {
            tuple = List.copyOf(tuple);
        }

        @Override
        public String toString() {
            return "put" + tuple;
        }
    }

    /**
     * Removes a tuple that matches and returns it as a List, or returns null if there is none.
     *
     * @param template as long as the tuples that it matches, and equal to them where it is not null
     */
    public record Take(List<@Nullable Object> template) implements BagAction {

        /** Copies the template. */
        public Take {
            template = Collections.unmodifiableList(new ArrayList<>(template));
        }

        @Override
        public String toString() {
            return "take" + template;
        }

        @Override
        public boolean answersNull() {
            return true;
        }
    }

    /**
     * Returns a tuple that matches as a List, or null if there is none.
     *
     * @param template as for {@link Take}
     */
    public record Read(List<@Nullable Object> template) implements BagAction {

        /** Copies the template. */
        public Read {
            template = Collections.unmodifiableList(new ArrayList<>(template));
        }

        @Override
        public String toString() {
            return "read" + template;
        }

        @Override
        public boolean answersNull() {
            return true;
        }
    }

    @Override
    public Map<List<Object>, Integer> initial() {
        return Map.of();
    }

    @Override
    public Collection<Map<List<Object>, Integer>> step(Map<List<Object>, Integer> state, Action action, Ending ending) {
        if (action instanceof Put put) {
            return List.of(plus(state, put.tuple(), 1));
        }
        if (action instanceof Take take) {
            List<List<Object>> matching = matching(state, take.template());
            if (matching.isEmpty()) {
                return ending.allows(null) ? List.of(state) : List.of();
            }
            return matching.stream()
                    .filter(ending::allows)
                    .map(tuple -> plus(state, tuple, -1))
                    .toList();
        }
        if (action instanceof Read read) {
            List<List<Object>> matching = matching(state, read.template());
            boolean possible =
                    matching.isEmpty() ? ending.allows(null) : matching.stream().anyMatch(ending::allows);
            return possible ? List.of(state) : List.of();
        }
        throw Model.unknownAction(this, action);
    }

    private static List<List<Object>> matching(Map<List<Object>, Integer> state, List<@Nullable Object> template) {
        return state.keySet().stream().filter(tuple -> matches(template, tuple)).toList();
    }

    private static boolean matches(List<@Nullable Object> template, List<Object> tuple) {
        return template.size() == tuple.size()
                && IntStream.range(0, tuple.size())
                        .allMatch(each ->
                                template.get(each) == null || Objects.equals(template.get(each), tuple.get(each)));
    }

    private static Map<List<Object>, Integer> plus(Map<List<Object>, Integer> state, List<Object> tuple, int count) {
        Map<List<Object>, Integer> next = new HashMap<>(state);
        next.merge(tuple, count, (before, more) -> before + more == 0 ? null : before + more);
        return Map.copyOf(next);
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return action instanceof Read || (action instanceof Take && ending.equals(Ending.ok(null)));
    }

    /** A tuple that nobody got helps nobody: it can only be in the way of those who got none. */
    @Override
    public Predicate<Action> relevant(List<Operation> operations) {
        Set<@Nullable Object> got = operations.stream()
                .filter(each -> !(each.action() instanceof Put))
                .map(Operation::result)
                .collect(Collectors.toSet());
        return action -> !(action instanceof Put put) || got.contains(put.tuple());
    }

    @Override
    public String describe(Map<List<Object>, Integer> state) {
        return state.entrySet().stream()
                .map(each -> each.getKey() + (each.getValue() == 1 ? "" : " × " + each.getValue()))
                .sorted()
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
