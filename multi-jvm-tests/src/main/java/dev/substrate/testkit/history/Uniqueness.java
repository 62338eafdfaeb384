package dev.substrate.testkit.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Checks that nothing was handed out twice, say an id or a token, whatever the keys. */
public final class Uniqueness implements Checker {

    private final Function<Operation, ? extends Collection<?>> handedOut;

    /** Takes the result of each operation for what was handed out, or its elements if it is a collection. */
    public Uniqueness() {
        this(Uniqueness::results);
    }

    /**
     * Checks what a function finds.
     *
     * @param handedOut what an operation that was done handed out; empty if nothing
     */
    public Uniqueness(Function<Operation, ? extends Collection<?>> handedOut) {
        this.handedOut = handedOut;
    }

    private static Collection<?> results(Operation operation) {
        Object result = operation.result();
        if (result instanceof Collection<?> several) {
            return several;
        }
        return result == null ? List.of() : List.of(result);
    }

    @Override
    public Verdict check(History history) {
        Map<Object, Operation> owners = new HashMap<>();
        for (Operation operation : history.operations()) {
            if (operation.isOk()) {
                for (Object each : handedOut.apply(operation)) {
                    Operation other = owners.put(each, operation);
                    if (other != null) {
                        return new Verdict.Invalid(Counterexample.of(
                                operation.key(),
                                each + " was handed out twice",
                                List.of(other, operation).stream().distinct().toList()));
                    }
                }
            }
        }
        return new Verdict.Valid();
    }
}
