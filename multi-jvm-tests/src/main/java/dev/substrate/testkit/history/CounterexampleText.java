package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows a counterexample as lines of text. Operations have the numbers of their places, and of long ones the end is shown. */
final class CounterexampleText {

    private static final int OPERATIONS_SHOWN_MAX = 40;
    private static final int OUTCOME_SHOWN_MAX = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Counterexample counterexample;
    private final List<Operation> operations;
    private final int first;

    CounterexampleText(Counterexample counterexample) {
        this.counterexample = counterexample;
        this.operations = counterexample.operations();
        this.first = Math.max(0, operations.size() - OPERATIONS_SHOWN_MAX);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("Key " + counterexample.key() + ": " + counterexample.problem());
        if (first > 0) {
            lines.add("  (the first " + first + " of " + operations.size() + " operations are not shown)");
        }
        operations.subList(first, operations.size()).forEach(each -> lines.add(line(each)));
        if (!counterexample.state().isEmpty()) {
            lines.add("Explained so far: " + order() + "; then the state is " + counterexample.state());
            lines.add("Cannot follow: " + numbers(counterexample.stuck()));
        }
        lines.addAll(counterexample.remarks());
        return String.join("\n", lines);
    }

    private String line(Operation operation) {
        long origin = operations.get(0).begun();
        String end = operation.ended() == Operation.OPEN
                ? "open"
                : String.format(Locale.ROOT, "%.3f ms", (operation.ended() - origin) / NANOS_PER_MILLI);
        return String.format(
                        Locale.ROOT,
                        "  %-4s %-8s %-36s %10.3f – %-12s %s%s",
                        number(operation),
                        operation.client(),
                        inOneLine(operation.outcome()),
                        (operation.begun() - origin) / NANOS_PER_MILLI,
                        end,
                        overlaps(operation),
                        isStuck(operation) ? "  <<<" : "")
                .stripTrailing();
    }

    /** Why something is unknown may be a whole stack trace: the history has all of it. */
    private static String inOneLine(String outcome) {
        String line = outcome.lines().findFirst().orElse("");
        return line.length() <= OUTCOME_SHOWN_MAX ? line : line.substring(0, OUTCOME_SHOWN_MAX - 1) + "…";
    }

    private String overlaps(Operation operation) {
        List<Operation> others = IntStream.range(first, operations.size())
                .mapToObj(operations::get)
                .filter(other -> !other.equals(operation) && other.overlaps(operation))
                .toList();
        return others.isEmpty() ? "" : "overlaps " + numbers(others);
    }

    private boolean isStuck(Operation operation) {
        return counterexample.stuck().contains(operation);
    }

    private String order() {
        List<Operation> order = counterexample.order();
        int shown = Math.min(order.size(), OPERATIONS_SHOWN_MAX);
        String more = shown < order.size() ? (order.size() - shown) + " others, " : "";
        return order.isEmpty() ? "nothing" : more + numbers(order.subList(order.size() - shown, order.size()));
    }

    private String numbers(List<Operation> some) {
        return some.stream().map(this::number).collect(Collectors.joining(", "));
    }

    private String number(Operation operation) {
        return "#" + (operations.indexOf(operation) + 1);
    }
}
