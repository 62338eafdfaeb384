package dev.substrate.testkit.history;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.ValueResult;
import org.jetbrains.kotlinx.lincheck.VoidResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.HBClock;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.verifier.linearizability.LinearizabilityVerifier;

/**
 * Asks the verifier of Lincheck about a history. Each client becomes a thread, and what had ended before an operation began
 * becomes its clock. Lincheck knows no operations that may never have taken effect: those of unknown outcome get a thread of
 * their own, and each choice of them is tried.
 */
final class LincheckComparison {

    private final LinearizabilityVerifier verifier;
    private final Specification specification;

    LincheckComparison(Specification specification) {
        this.verifier = new LinearizabilityVerifier(specification.type());
        this.specification = specification;
    }

    /** A class that does one after the other what a model says, and which of its methods is which action. */
    interface Specification {

        Class<?> type();

        /** Returns empty if it has none for such a result: a method has a result or not. */
        Optional<Invocation> invocation(Action action, Ending ending);
    }

    /** What to invoke, and with what result; empty for a method without. */
    record Invocation(String method, List<?> arguments, Optional<Object> result) {}

    /** Returns the operations that Lincheck can be asked about. */
    List<Operation> understood(History history) {
        return history.operations().stream()
                .filter(each -> !each.isRefused()
                        && specification
                                .invocation(each.action(), each.ending())
                                .isPresent())
                .toList();
    }

    boolean explains(List<Operation> operations) {
        List<Operation> known = operations.stream().filter(Operation::isOk).toList();
        List<Operation> unknown =
                operations.stream().filter(Operation::isUnknown).toList();
        for (int choice = 0; choice < 1 << unknown.size(); choice++) {
            List<List<Operation>> threads = new ArrayList<>(threads(known));
            for (int each = 0; each < unknown.size(); each++) {
                if ((choice >> each & 1) == 1) {
                    threads.add(List.of(unknown.get(each)));
                }
            }
            if (verify(threads)) {
                return true;
            }
        }
        return false;
    }

    private static List<List<Operation>> threads(List<Operation> known) {
        return known.stream()
                .map(Operation::client)
                .distinct()
                .map(client -> known.stream()
                        .filter(each -> each.client().equals(client))
                        .toList())
                .toList();
    }

    private boolean verify(List<List<Operation>> threads) {
        List<List<Actor>> actors = new ArrayList<>();
        List<List<ResultWithClock>> results = new ArrayList<>();
        for (List<Operation> thread : threads) {
            List<Actor> actorsOfThread = new ArrayList<>();
            List<ResultWithClock> resultsOfThread = new ArrayList<>();
            for (Operation operation : thread) {
                Invocation invocation = specification
                        .invocation(operation.action(), operation.ending())
                        .orElseThrow();
                actorsOfThread.add(new Actor(method(invocation), invocation.arguments()));
                int[] clock = threads.stream()
                        .mapToInt(other -> (int) other.stream()
                                .filter(each -> each.precedes(operation))
                                .count())
                        .toArray();
                resultsOfThread.add(new ResultWithClock(
                        invocation
                                .result()
                                .<org.jetbrains.kotlinx.lincheck.Result>map(ValueResult::new)
                                .orElse(VoidResult.INSTANCE),
                        new HBClock(clock)));
            }
            actors.add(actorsOfThread);
            results.add(resultsOfThread);
        }
        return threads.isEmpty()
                || verifier.verifyResults(
                        new ExecutionScenario(List.of(), actors, List.of()),
                        new ExecutionResult(List.of(), results, List.of()));
    }

    private Method method(Invocation invocation) {
        for (Method method : specification.type().getMethods()) {
            if (method.getName().equals(invocation.method())) {
                return method;
            }
        }
        throw new IllegalArgumentException("No method " + invocation.method());
    }
}
