package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that what was acknowledged is there at the end, and nothing else: all that was added to a counter or a set, in a
 * read that began after the last of it had ended. It asks less than {@link Linearizability}, and takes next to no time.
 * Without such a read of a key the verdict is unknown.
 */
public final class LostUpdates implements Checker {

    private static final int TOTALS_MAX = 100_000;

    private final boolean counters;

    private LostUpdates(boolean counters) {
        this.counters = counters;
    }

    /** Checks counters: actions and results of {@link CounterModel}. */
    public static LostUpdates ofCounters() {
        return new LostUpdates(true);
    }

    /** Checks sets: actions and results of {@link SetModel}. Elements that somebody may have removed may be missing. */
    public static LostUpdates ofSets() {
        return new LostUpdates(false);
    }

    @Override
    public Verdict check(History history) {
        return Verdict.join(history.byKey().entrySet().stream()
                .map(key -> check(key.getKey(), key.getValue().operations()))
                .toList());
    }

    private Verdict check(String key, List<Operation> operations) {
        List<Operation> changes = operations.stream().filter(this::changes).toList();
        long lastEnd = changes.stream()
                .filter(each -> !each.isUnknown())
                .mapToLong(Operation::ended)
                .max()
                .orElse(Long.MIN_VALUE);
        Optional<Operation> last = operations.stream()
                .filter(each -> each.isOk() && isRead(each) && each.begun() > lastEnd)
                .reduce((before, after) -> after);
        if (last.isEmpty()) {
            return new Verdict.Unknown("nobody read " + key + " after all updates had ended");
        }
        return counters ? checkTotal(key, changes, last.get()) : checkElements(key, changes, last.get());
    }

    private boolean changes(Operation operation) {
        Action action = operation.action();
        return counters
                ? action instanceof CounterModel.Add
                : action instanceof SetModel.Add || action instanceof SetModel.Remove;
    }

    private boolean isRead(Operation operation) {
        return counters ? operation.action() instanceof CounterModel.Read : operation.action() instanceof SetModel.Read;
    }

    /** Each of the unknown ones counts or does not. */
    private static Verdict checkTotal(String key, List<Operation> adds, Operation last) {
        if (!(last.result() instanceof Number read)) {
            return wrong(key, "the last read has no number", List.of(last));
        }
        long sure = adds.stream()
                .filter(Operation::isOk)
                .mapToLong(LostUpdates::amount)
                .sum();
        Set<Long> totals = new HashSet<>(Set.of(sure));
        for (Operation unknown : adds) {
            if (unknown.isUnknown() && unknown.begun() <= last.ended()) {
                new ArrayList<>(totals).forEach(total -> totals.add(total + amount(unknown)));
            }
            if (totals.size() > TOTALS_MAX) {
                return new Verdict.Unknown("more than " + TOTALS_MAX + " totals of " + key + " are possible");
            }
        }
        long unknown = adds.stream().filter(Operation::isUnknown).count();
        return totals.contains(read.longValue())
                ? new Verdict.Valid()
                : wrong(
                        key,
                        "acknowledged additions come to " + sure + ", " + unknown
                                + " are unknown, and the last read is " + read,
                        List.of(last));
    }

    private static long amount(Operation operation) {
        return operation.action() instanceof CounterModel.Add add ? add.amount() : 0;
    }

    private static Verdict checkElements(String key, List<Operation> changes, Operation last) {
        if (!(last.result() instanceof Collection<?> read)) {
            return wrong(key, "the last read has no elements", List.of(last));
        }
        Set<?> there = new HashSet<>(read);
        Set<Object> removed = changes.stream()
                .filter(each -> !each.isRefused() && each.action() instanceof SetModel.Remove)
                .map(each -> ((SetModel.Remove) each.action()).element())
                .collect(Collectors.toSet());
        Set<Object> added = new HashSet<>();
        for (Operation each : changes) {
            if (each.action() instanceof SetModel.Add add && !each.isRefused()) {
                added.add(add.element());
                if (each.isOk() && !removed.contains(add.element()) && !there.contains(add.element())) {
                    return wrong(key, add.element() + " was added and is not there", List.of(each, last));
                }
            }
        }
        for (Object element : there) {
            if (!added.contains(element)) {
                List<Operation> shown = new ArrayList<>(changes.stream()
                        .filter(each -> each.action().equals(new SetModel.Add(element)))
                        .toList());
                shown.add(last);
                return wrong(key, element + " is there and nobody added it, or only those who were refused", shown);
            }
        }
        return new Verdict.Valid();
    }

    private static Verdict wrong(String key, String problem, List<Operation> operations) {
        return new Verdict.Invalid(Counterexample.of(key, problem, operations));
    }
}
