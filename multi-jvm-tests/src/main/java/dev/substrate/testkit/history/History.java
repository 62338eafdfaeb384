package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that some clients did, in the order in which they began it. Immutable.
 *
 * @param operations each with its ending; what had not ended when the history was taken is unknown
 */
public record History(List<Operation> operations) {

    /** Puts the operations into their order. */
    public History {
        List<Operation> ordered = new ArrayList<>(operations);
        ordered.sort(Comparator.comparingLong(Operation::begun));
        operations = List.copyOf(ordered);
    }

    /** Returns a history of these operations, which may come in any order. */
    public static History of(Collection<Operation> operations) {
        return new History(List.copyOf(operations));
    }

    /** Returns what was done to one key. */
    public History forKey(String key) {
        return new History(operations.stream()
                .filter(operation -> operation.key().equals(key))
                .toList());
    }

    /** Returns the history of each key. */
    public SortedMap<String, History> byKey() {
        SortedMap<String, List<Operation>> operationsByKey = new TreeMap<>();
        operations.forEach(operation -> operationsByKey
                .computeIfAbsent(operation.key(), key -> new ArrayList<>())
                .add(operation));
        SortedMap<String, History> byKey = new TreeMap<>();
        operationsByKey.forEach((key, ofKey) -> byKey.put(key, new History(ofKey)));
        return byKey;
    }

    /** Returns how many operations ended in a way, say {@code Ending.Unknown.class}. */
    public long count(Class<? extends Ending> ending) {
        return count(Action.class, ending);
    }

    /** Returns how many operations of a kind ended in a way. */
    public long count(Class<? extends Action> kind, Class<? extends Ending> ending) {
        return operations.stream()
                .filter(operation -> kind.isInstance(operation.action()) && ending.isInstance(operation.ending()))
                .count();
    }

    @Override
    public String toString() {
        return "%d operations: %d ok, %d refused, %d unknown"
                .formatted(
                        operations.size(),
                        count(Ending.Ok.class),
                        count(Ending.Refused.class),
                        count(Ending.Unknown.class));
    }
}
