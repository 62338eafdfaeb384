package dev.substrate.testkit.history;

import dev.substrate.testkit.history.QueueModel.Dequeue;
import dev.substrate.testkit.history.QueueModel.Enqueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What is known of the order of a queue's elements from when they were dequeued. It is of elements that are unique. */
final class QueueOrder {

    static final QueueOrder ANY = new QueueOrder(Map.of(), Set.of());

    private final Map<Object, Operation> dequeues;
    private final Set<Object> staying;

    /** By the beginning of each dequeue the earliest end of those that began no earlier. */
    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    private QueueOrder(Map<Object, Operation> dequeues, Set<Object> staying) {
        this.dequeues = dequeues;
        this.staying = staying;
        dequeues.values().forEach(each -> ends.merge(each.begun(), each.ended(), Math::min));
        long earliest = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> each : ends.descendingMap().entrySet()) {
            earliest = Math.min(earliest, each.getValue());
            each.setValue(earliest);
        }
    }

    static QueueOrder of(List<Operation> operations) {
        Set<Object> once = new HashSet<>();
        Set<Object> more = new HashSet<>();
        Map<Object, Operation> dequeues = new HashMap<>();
        boolean unknown = false;
        for (Operation operation : operations) {
            if (operation.action() instanceof Enqueue enqueue && !once.add(enqueue.element())) {
                more.add(enqueue.element());
            } else if (operation.action() instanceof Dequeue) {
                Object element = operation.result();
                unknown |= operation.isUnknown();
                if (element != null && dequeues.put(element, operation) != null) {
                    more.add(element);
                }
            }
        }
        once.removeAll(more);
        dequeues.keySet().retainAll(once);
        Set<Object> staying = new HashSet<>(once);
        staying.removeAll(dequeues.keySet());
        return new QueueOrder(dequeues, unknown ? Set.of() : staying);
    }

    /**
     * Returns false if an element would have to be dequeued before one that is in front of it, or after one that should be
     * between it and what is in front of it.
     */
    boolean allows(List<Object> elements, Object next) {
        Operation dequeue = dequeues.get(next);
        if (dequeue == null) {
            return true;
        }
        Operation last = null;
        for (Object each : elements) {
            Operation other = dequeues.get(each);
            if (other == null ? staying.contains(each) : dequeue.precedes(other)) {
                return false;
            }
            last = other == null ? last : other;
        }
        return last == null || !isBetween(last, dequeue);
    }

    private boolean isBetween(Operation first, Operation second) {
        Map.Entry<Long, Long> after = ends.higherEntry(first.ended());
        return after != null && after.getValue() < second.begun();
    }
}
