package dev.substrate.faults.history;

import dev.substrate.faults.history.Operation.Ending;
import dev.substrate.faults.history.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Collects operations and checks that each record's are linearizable.
 *
 * <p>Versions make that simple: the order of all that is known of a record is given, by version, each write in front of
 * the reads of its version. It explains everything if and only if no operation began after another one had ended and yet
 * comes in front of it. A write of unknown outcome takes part as soon as somebody has read its value. Safe for several
 * threads.
 */
public final class RecordHistory {

    private static final int VIOLATIONS_SHOWN_MAX = 10;

    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** Adds an operation that has ended. */
    public void add(Operation operation) {
        operations.add(operation);
    }

    /** Returns how many operations of a kind ended in a way. */
    public long count(Kind kind, Ending ending) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && operation.ending() == ending)
                .count();
    }

    /** Returns what no order explains; empty if all is well. */
    public List<String> violations() {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        operations.forEach(operation ->
                byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation));
        List<String> violations = new ArrayList<>();
        byKey.values().forEach(ofKey -> new OneRecord(ofKey, violations).check());
        return violations.subList(0, Math.min(VIOLATIONS_SHOWN_MAX, violations.size()));
    }

    private static final class OneRecord {

        private final List<Operation> operations;
        private final List<String> violations;
        private final Map<String, Operation> writers = new HashMap<>();
        private final Map<Long, String> values = new HashMap<>();

        OneRecord(List<Operation> operations, List<String> violations) {
            this.operations = operations;
            this.violations = violations;
        }

        void check() {
            operations.stream().filter(each -> each.kind() == Kind.WRITE).forEach(this::learnWriter);
            operations.stream().filter(each -> each.ending() == Ending.OK).forEach(this::learnValue);
            checkWriters();
            checkOrder();
        }

        private void learnWriter(Operation write) {
            if (writers.put(String.valueOf(write.value()), write) != null) {
                throw new IllegalArgumentException("Two writes have the value " + write.value());
            }
        }

        private void learnValue(Operation known) {
            if (known.version() == 0) {
                return;
            }
            String other = values.putIfAbsent(known.version(), String.valueOf(known.value()));
            if (other != null && !other.equals(known.value())) {
                violations.add("Version " + known.version() + " has two values, " + other + " and " + known.value()
                        + ": " + known);
            }
        }

        /** Every value that was seen was written, by somebody who was not told otherwise, and as one version. */
        private void checkWriters() {
            Map<String, Long> versions = new HashMap<>();
            values.forEach((version, value) -> {
                Operation writer = writers.get(value);
                if (writer == null || writer.ending() == Ending.REFUSED) {
                    violations.add("Version " + version + " has the value " + value + ", which "
                            + (writer == null ? "nobody wrote" : "was refused: " + writer));
                }
                Long other = versions.put(value, version);
                if (other != null) {
                    violations.add(value + " was written once and is the versions " + other + " and " + version);
                }
            });
        }

        private void checkOrder() {
            List<Placed> placed = new ArrayList<>();
            operations.stream()
                    .filter(each -> each.ending() == Ending.OK)
                    .forEach(each -> placed.add(new Placed(each)));
            values.forEach((version, value) -> {
                Operation writer = writers.get(value);
                if (writer != null && writer.ending() == Ending.UNKNOWN) {
                    placed.add(new Placed(writer, version));
                }
            });
            List<Placed> byEnd = new ArrayList<>(placed);
            byEnd.sort(Comparator.comparingLong(each -> each.operation.ended()));
            placed.sort(Comparator.comparingLong(each -> each.operation.begun()));
            int next = 0;
            Placed last = null;
            for (Placed each : placed) {
                while (next < byEnd.size() && byEnd.get(next).operation.ended() < each.operation.begun()) {
                    Placed ended = byEnd.get(next++);
                    if (last == null || ended.place > last.place) {
                        last = ended;
                    }
                }
                boolean follows = last == null
                        || (each.operation.kind() == Kind.WRITE ? each.place > last.place : each.place >= last.place);
                if (!follows && last != null) {
                    violations.add(
                            each.operation + " began after this had ended, and comes before it: " + last.operation);
                }
            }
        }
    }

    /** An operation and its place in the order: a write's in front of the reads of its version. */
    private static final class Placed {

        private final Operation operation;
        private final long place;

        Placed(Operation operation) {
            this(operation, operation.version());
        }

        Placed(Operation operation, long version) {
            this.operation = operation;
            this.place = 2 * version + (operation.kind() == Kind.READ ? 1 : 0);
        }
    }
}
