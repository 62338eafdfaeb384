package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks that each request had its effect once: exactly once if it was acknowledged, not at all if it was refused, at most
 * once if nobody knows. A request that was sent several times was acknowledged if one of them was, and refused only if all
 * were. Nothing may have had an effect that nobody asked for.
 */
public final class ExactlyOnce implements Checker {

    private final Function<Operation, Optional<String>> request;
    private final Map<String, Integer> effects = new HashMap<>();

    /**
     * Makes a checker of observed effects.
     *
     * @param request gives the id of the request that an operation sent, empty if it sent none
     * @param effects the request ids of all effects that were found after the last operation, as often as they were found
     */
    public ExactlyOnce(Function<Operation, Optional<String>> request, Collection<String> effects) {
        this.request = request;
        effects.forEach(effect -> this.effects.merge(effect, 1, Integer::sum));
    }

    @Override
    public Verdict check(History history) {
        Map<String, List<Operation>> sent = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            request.apply(operation)
                    .ifPresent(id ->
                            sent.computeIfAbsent(id, each -> new ArrayList<>()).add(operation));
        }
        for (Map.Entry<String, List<Operation>> each : sent.entrySet()) {
            Optional<String> problem = problem(each.getValue(), effects.getOrDefault(each.getKey(), 0));
            if (problem.isPresent()) {
                return wrong("request " + each.getKey() + " " + problem.get(), each.getValue());
            }
        }
        return effects.keySet().stream()
                .filter(effect -> !sent.containsKey(effect))
                .sorted()
                .findFirst()
                .map(effect -> wrong("request " + effect + " had an effect, and nobody sent it", List.of()))
                .orElseGet(Verdict.Valid::new);
    }

    private static Optional<String> problem(List<Operation> sent, int effects) {
        if (sent.stream().anyMatch(Operation::isOk)) {
            return effects == 1
                    ? Optional.empty()
                    : Optional.of("was acknowledged and had " + effects + " effects instead of one");
        }
        if (sent.stream().anyMatch(Operation::isUnknown)) {
            return effects <= 1
                    ? Optional.empty()
                    : Optional.of("is of unknown outcome and had " + effects + " effects instead of one at most");
        }
        return effects == 0 ? Optional.empty() : Optional.of("was refused and had " + effects + " effects");
    }

    private static Verdict wrong(String problem, List<Operation> operations) {
        String key = operations.isEmpty() ? "?" : operations.get(0).key();
        return new Verdict.Invalid(Counterexample.of(key, problem, operations));
    }
}
