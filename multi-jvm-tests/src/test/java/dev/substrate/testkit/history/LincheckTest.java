package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.history.LincheckComparison.Invocation;
import dev.substrate.testkit.history.LincheckComparison.Specification;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** The verifier of Lincheck and our own say the same of histories of a few clients. */
class LincheckTest {

    private static final double PERCENT_OF_EACH_MIN = 5;
    private static final String NOTHING = "nothing";

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void registersAreJudgedTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int operations) {
        compare(RandomHistory.compareAndSet(), new Registers(), seed, operations);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void countersAreJudgedTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int operations) {
        compare(RandomHistory.counter(), new Counters(), seed, operations);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void setsAreJudgedTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int operations) {
        compare(RandomHistory.set(), new Sets(), seed, operations);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void queuesAreJudgedTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int operations) {
        compare(RandomHistory.queue(), new Queues(), seed, operations);
    }

    private static <S> void compare(
            RandomHistory<S> histories, Specification specification, long seed, int operations) {
        LincheckComparison lincheck = new LincheckComparison(specification);
        List<Operation> understood = lincheck.understood(histories.history(new Random(seed), operations, 3));
        boolean explained = lincheck.explains(understood);
        Verdict verdict = Linearizability.of(histories.model()).check(new History(understood));
        assertThat(verdict.isValid()).as(understood + "\n" + verdict).isEqualTo(explained);
        Statistics.collect(explained);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(percent -> percent > PERCENT_OF_EACH_MIN);
            coverage.check(false).percentage(percent -> percent > PERCENT_OF_EACH_MIN);
        });
    }

    private static Optional<Invocation> call(String method, List<?> arguments) {
        return Optional.of(new Invocation(method, arguments, Optional.empty()));
    }

    /** An operation of unknown outcome would need a result. */
    private static Optional<Invocation> returning(String method, List<?> arguments, Ending ending) {
        return ending instanceof Ending.Ok ok
                ? Optional.of(new Invocation(
                        method, arguments, Optional.of(Objects.requireNonNullElse(ok.result(), NOTHING))))
                : Optional.empty();
    }

    private static boolean isSilent(Ending ending) {
        return !(ending instanceof Ending.Ok ok) || ok.result() == null;
    }

    private record Registers() implements Specification {

        @Override
        public Class<?> type() {
            return OneRegister.class;
        }

        @Override
        public Optional<Invocation> invocation(Action action, Ending ending) {
            if (action instanceof RegisterModel.Write write) {
                return call("write", List.of(Objects.requireNonNull(write.value())));
            }
            return action instanceof RegisterModel.CompareAndSet change
                    ? returning(
                            "compareAndSet",
                            List.of(Objects.requireNonNull(change.expected()), Objects.requireNonNull(change.value())),
                            ending)
                    : returning("read", List.of(), ending);
        }
    }

    private record Counters() implements Specification {

        @Override
        public Class<?> type() {
            return OneCounter.class;
        }

        @Override
        public Optional<Invocation> invocation(Action action, Ending ending) {
            Ending number = ending instanceof Ending.Ok ok && ok.result() instanceof Number result
                    ? Ending.ok(result.longValue())
                    : ending;
            if (action instanceof CounterModel.Add add) {
                List<Long> amount = List.of(add.amount());
                return isSilent(ending) ? call("add", amount) : returning("addAndGet", amount, number);
            }
            return returning("read", List.of(), number);
        }
    }

    private record Sets() implements Specification {

        @Override
        public Class<?> type() {
            return OneSet.class;
        }

        @Override
        public Optional<Invocation> invocation(Action action, Ending ending) {
            if (action instanceof SetModel.Add add) {
                return either("add", add.element(), ending);
            }
            return action instanceof SetModel.Remove remove
                    ? either("remove", remove.element(), ending)
                    : returning("contains", List.of(((SetModel.Contains) action).element()), ending);
        }

        private static Optional<Invocation> either(String method, Object element, Ending ending) {
            return isSilent(ending)
                    ? call(method + "Silently", List.of(element))
                    : returning(method, List.of(element), ending);
        }
    }

    private record Queues() implements Specification {

        @Override
        public Class<?> type() {
            return OneQueue.class;
        }

        @Override
        public Optional<Invocation> invocation(Action action, Ending ending) {
            return action instanceof QueueModel.Enqueue enqueue
                    ? call("enqueue", List.of(enqueue.element()))
                    : returning("dequeue", List.of(), ending);
        }
    }

    /** For Lincheck. */
    public static final class OneRegister {

        private Object value = 0;

        /** See {@link RegisterModel.Read}. */
        public Object read() {
            return value;
        }

        /** See {@link RegisterModel.Write}. */
        public void write(Object next) {
            value = next;
        }

        /** See {@link RegisterModel.CompareAndSet}. */
        public Object compareAndSet(Object expected, Object next) {
            boolean same = value.equals(expected);
            value = same ? next : value;
            return same;
        }
    }

    /** For Lincheck. */
    public static final class OneCounter {

        private long value;

        /** See {@link CounterModel.Read}. */
        public Object read() {
            return value;
        }

        /** See {@link CounterModel.Add}. */
        public void add(long amount) {
            value += amount;
        }

        /** See {@link CounterModel.Add}. */
        public Object addAndGet(long amount) {
            value += amount;
            return value;
        }
    }

    /** For Lincheck. */
    public static final class OneSet {

        private final Set<Object> elements = new HashSet<>();

        /** See {@link SetModel.Add}. */
        public Object add(Object element) {
            return elements.add(element);
        }

        /** See {@link SetModel.Add}. */
        public void addSilently(Object element) {
            elements.add(element);
        }

        /** See {@link SetModel.Remove}. */
        public Object remove(Object element) {
            return elements.remove(element);
        }

        /** See {@link SetModel.Remove}. */
        public void removeSilently(Object element) {
            elements.remove(element);
        }

        /** See {@link SetModel.Contains}. */
        public Object contains(Object element) {
            return elements.contains(element);
        }
    }

    /** For Lincheck. */
    public static final class OneQueue {

        private final Deque<Object> elements = new ArrayDeque<>();

        /** See {@link QueueModel.Enqueue}. */
        public void enqueue(Object element) {
            elements.add(element);
        }

        /** See {@link QueueModel.Dequeue}. */
        public Object dequeue() {
            return elements.isEmpty() ? NOTHING : elements.remove();
        }
    }
}
