package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Checks that replicas agree in the end: what each of them reports last of a key is the same. Whoever records the history
 * takes the name of a replica for that of the client who reads there.
 */
public final class Convergence implements Checker {

    private final Set<String> replicas;
    private final long since;
    private final Predicate<Operation> reports;

    /**
     * Makes a checker of what replicas report after a moment.
     *
     * @param replicas all that have to report each key; if one does not, the verdict is unknown
     * @param since when they should agree, by the recorder's clock: what began before does not count
     * @param reports which operations are reports, by their results
     */
    public Convergence(Set<String> replicas, long since, Predicate<Operation> reports) {
        this.replicas = Set.copyOf(replicas);
        this.since = since;
        this.reports = reports;
    }

    @Override
    public Verdict check(History history) {
        return Verdict.join(history.byKey().entrySet().stream()
                .map(key -> check(key.getKey(), key.getValue().operations()))
                .toList());
    }

    private Verdict check(String key, List<Operation> operations) {
        Map<String, Operation> last = new LinkedHashMap<>();
        operations.stream()
                .filter(each -> each.isOk() && each.begun() >= since && replicas.contains(each.client()))
                .filter(reports)
                .forEach(each -> last.put(each.client(), each));
        List<Operation> reported = new ArrayList<>(last.values());
        for (Operation each : reported) {
            if (!Objects.equals(each.result(), reported.get(0).result())) {
                return new Verdict.Invalid(
                        Counterexample.of(key, "replicas do not agree", List.of(reported.get(0), each)));
            }
        }
        Set<String> silent = new TreeSet<>(replicas);
        silent.removeAll(last.keySet());
        return silent.isEmpty()
                ? new Verdict.Valid()
                : new Verdict.Unknown(silent + " reported nothing of " + key + " since they should agree");
    }
}
