package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that registers whose writes count versions are linearizable, in hardly more than linear time, however many
 * operations overlap.
 *
 * <p>Versions give the order of all that is known: by version, each write in front of the reads of its version. It
 * explains everything if and only if no operation began after another one had ended and yet comes in front of it. A write of
 * unknown outcome takes part as soon as somebody has read its value. No two writes of a key may have the same value, and
 * what was done has a {@link Versioned} result.
 */
public final class VersionedRegister implements Checker {

    /** What such a register can do. */
    public sealed interface VersionedAction extends Action {}

    /** Returns version and value. */
    public record Read() implements VersionedAction {

        @Override
        public String toString() {
            return "read";
        }
    }

    /** Writes the next version, whatever the one before, and returns which that is. */
    public record Write(Object value) implements VersionedAction {

        @Override
        public String toString() {
            return "write(" + value + ")";
        }
    }

    /**
     * Returns the verdict.
     *
     * @throws IllegalArgumentException if two writes of a key have the same value, or a result has no version
     */
    @Override
    public Verdict check(History history) {
        return Verdict.join(history.byKey().entrySet().stream()
                .map(key -> new OneRegister(key.getKey(), key.getValue().operations()).check())
                .toList());
    }

    private static final class OneRegister {

        private final String key;
        private final List<Operation> operations;
        private final Map<Object, Operation> writers = new HashMap<>();
        private final Map<Long, Placed> seen = new HashMap<>();
        private final List<Placed> placed = new ArrayList<>();

        OneRegister(String key, List<Operation> operations) {
            this.key = key;
            this.operations = operations;
        }

        Verdict check() {
            Counterexample found = learn();
            found = found == null ? checkWriters() : found;
            found = found == null ? Placed.checkOrder(key, placed) : found;
            return found == null ? new Verdict.Valid() : new Verdict.Invalid(found);
        }

        private @Nullable Counterexample learn() {
            for (Operation operation : operations) {
                if (operation.action() instanceof Write write && writers.put(write.value(), operation) != null) {
                    throw new IllegalArgumentException("Two writes of " + key + " have the value " + write.value());
                }
            }
            for (Operation operation : operations) {
                if (operation.isOk()) {
                    Placed known = Placed.of(operation);
                    placed.add(known);
                    Placed other = known.version() == 0 ? null : seen.putIfAbsent(known.version(), known);
                    if (other != null && !other.value().equals(known.value())) {
                        return wrong("version " + known.version() + " has two values", other.operation(), operation);
                    }
                }
            }
            return null;
        }

        /** Every value that was seen was written, by somebody who was not told otherwise, and as one version. */
        private @Nullable Counterexample checkWriters() {
            Map<Object, Placed> versions = new HashMap<>();
            for (Placed known : seen.values()) {
                Operation writer = writers.get(known.value());
                if (writer == null) {
                    return wrong("nobody wrote what was read", known.operation());
                }
                if (writer.isRefused()) {
                    return wrong("what was read had been refused", writer, known.operation());
                }
                Placed other = versions.put(known.value(), known);
                if (other != null) {
                    return wrong("one write became two versions", writer, other.operation(), known.operation());
                }
                if (writer.isUnknown()) {
                    placed.add(new Placed(writer, known.version(), known.value(), true));
                }
            }
            return null;
        }

        private Counterexample wrong(String problem, Operation... shown) {
            return Counterexample.of(
                    key, problem, List.of(shown).stream().distinct().toList());
        }
    }

    /** An operation and its place in the order: a write's in front of the reads of its version. */
    private record Placed(Operation operation, long version, Object value, boolean writes) {

        private static final Object NOTHING = "nothing";

        static Placed of(Operation operation) {
            if (!(operation.result() instanceof Versioned versioned)) {
                throw new IllegalArgumentException("The result has no version: " + operation);
            }
            if (operation.action() instanceof Write write) {
                return new Placed(operation, versioned.version(), write.value(), true);
            }
            Object value = versioned.value();
            return new Placed(operation, versioned.version(), value == null ? NOTHING : value, false);
        }

        long place() {
            return 2 * version + (writes ? 0 : 1);
        }

        static @Nullable Counterexample checkOrder(String key, List<Placed> placed) {
            List<Placed> byBegin = new ArrayList<>(placed);
            byBegin.sort(Comparator.comparingLong(each -> each.operation.begun()));
            List<Placed> byEnd = new ArrayList<>(placed);
            byEnd.sort(Comparator.comparingLong(each -> each.operation.ended()));
            int next = 0;
            Placed last = null;
            for (Placed each : byBegin) {
                while (byEnd.get(next).operation.precedes(each.operation)) {
                    Placed ended = byEnd.get(next++);
                    last = last == null || ended.place() > last.place() ? ended : last;
                }
                if (last != null && (each.writes ? each.place() <= last.place() : each.place() < last.place())) {
                    return Counterexample.of(
                            key,
                            "the second operation began after the first one had ended, and its version comes before it",
                            List.of(last.operation, each.operation));
                }
            }
            return null;
        }
    }
}
