package dev.substrate.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The barriers of a cluster. They are kept here and not in a node, so that any node may die: one that does leaves those who
 * wait for it with an error that names it, not waiting.
 */
final class Barriers {

    /** Someone at a barrier, who is told why it stays closed, or an empty text if it is open. */
    private record Entry(int node, Object process, long ticket, Consumer<String> told) {}

    private static final class Barrier {

        private final Set<Integer> expected;
        private final List<Entry> entries = new ArrayList<>();

        Barrier(Set<Integer> expected) {
            this.expected = expected;
        }

        boolean isFull() {
            Set<Integer> missing = new HashSet<>(expected);
            entries.forEach(entry -> missing.remove(entry.node()));
            return missing.isEmpty();
        }

        boolean holds(Object process) {
            return entries.stream().anyMatch(entry -> entry.process() == process);
        }

        void end(String refusal) {
            entries.forEach(entry -> entry.told().accept(refusal));
        }
    }

    private final Map<String, Barrier> closed = new HashMap<>();

    /** The process of each node that is alive, told apart from those that the node had before. */
    private final Map<Integer, Object> alive = new HashMap<>();

    /** A node has a new process. */
    synchronized void started(int node, Object process) {
        alive.put(node, process);
    }

    /** A task in a process of a node has come to a barrier that waits for some nodes. */
    synchronized void enter(
            int node, Object process, long ticket, String name, Set<Integer> expected, Consumer<String> told) {
        Barrier known = closed.get(name);
        Set<Integer> awaited = known == null ? expected : known.expected;
        if (!expected.contains(node) || !awaited.equals(expected)) {
            told.accept("it waits for the nodes " + new TreeSet<>(awaited) + ", and node " + node
                    + " has come as one of " + new TreeSet<>(expected));
            return;
        }
        Barrier barrier = known == null ? new Barrier(expected) : known;
        closed.put(name, barrier);
        barrier.entries.add(new Entry(node, process, ticket, told));
        Optional<Integer> gone =
                expected.stream().filter(each -> !alive.containsKey(each)).min(Integer::compare);
        if (gone.isPresent()) {
            end(name, barrier, "node " + gone.get() + " is not alive");
        } else if (barrier.isFull()) {
            end(name, barrier, "");
        }
    }

    /** A task waits no longer. */
    synchronized void leave(Object process, long ticket) {
        closed.values()
                .forEach(barrier ->
                        barrier.entries.removeIf(entry -> entry.process() == process && entry.ticket() == ticket));
        closed.values().removeIf(barrier -> barrier.entries.isEmpty());
    }

    /** A process of a node has ended. */
    synchronized void ended(int node, Object process) {
        boolean wasNewest = alive.remove(node, process);
        for (Iterator<Barrier> each = closed.values().iterator(); each.hasNext(); ) {
            Barrier barrier = each.next();
            if ((wasNewest && barrier.expected.contains(node)) || barrier.holds(process)) {
                each.remove();
                barrier.end("node " + node + " has ended");
            }
        }
    }

    private void end(String name, Barrier barrier, String refusal) {
        closed.remove(name);
        barrier.end(refusal);
    }
}
