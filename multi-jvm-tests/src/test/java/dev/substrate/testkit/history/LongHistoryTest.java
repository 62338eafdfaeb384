package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Long histories get an answer. How long it takes is printed, and not asserted: only the budget must suffice. */
class LongHistoryTest {

    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final int OPERATIONS = 20_000;
    private static final int KEYS = 64;
    private static final int CLIENTS = 16;

    @Test
    void manyKeysOfManyClientsGetAnAnswer() {
        List<SimulatedLoad<?>> loads = List.of(
                SimulatedLoad.ofRegisters(),
                SimulatedLoad.ofCompareAndSet(),
                SimulatedLoad.ofCounters(),
                SimulatedLoad.ofSets(),
                SimulatedLoad.ofQueues(),
                SimulatedLoad.ofBags(),
                SimulatedLoad.ofLocks());
        for (SimulatedLoad<?> load : loads) {
            assertValid(load, KEYS, CLIENTS);
        }
    }

    @Test
    void oneKeyOfAFewClientsGetsAnAnswer() {
        assertValid(SimulatedLoad.ofRegisters(), 1, 3);
        assertValid(SimulatedLoad.ofLocks(), 1, 3);
        assertValid(SimulatedLoad.ofCounters(), 1, 3);
        assertValid(SimulatedLoad.ofQueues().withUnknown(0), 1, 3);
    }

    @Test
    void oneRegisterOfManyClientsGetsAnAnswer() {
        assertValid(SimulatedLoad.ofRegisters(), 1, CLIENTS);
    }

    @Test
    void aStaleReadAtTheEndOfALongHistoryIsShownByAFewOperations() {
        SimulatedLoad<?> load = SimulatedLoad.ofRegisters();
        List<Operation> operations =
                new ArrayList<>(load.history(5, OPERATIONS, 1, 4).operations());
        Operation first = operations.stream()
                .filter(each -> each.action() instanceof RegisterModel.Write && each.isOk())
                .findFirst()
                .orElseThrow();
        long end = operations.stream()
                .filter(Operation::isOk)
                .mapToLong(Operation::ended)
                .max()
                .orElseThrow();
        Object value = ((RegisterModel.Write) first.action()).value();
        operations.add(new Operation("reader", "k0", new RegisterModel.Read(), Ending.ok(value), end + 1, end + 2));

        Verdict verdict = check(load, new History(operations));

        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        Counterexample found = ((Verdict.Invalid) verdict).counterexample();
        System.out.println(found.text());
        assertThat(found.operations()).hasSize(3);
        assertThat(found.operations()).contains(first);
        assertThat(found.operations().get(2).client()).isEqualTo("reader");
    }

    @Test
    void withoutTimeToShrinkACounterexampleIsShownAsItIs() {
        List<Operation> operations = new ArrayList<>(
                SimulatedLoad.ofCounters().history(5, 2000, 1, 4).operations());
        operations.add(new Operation("reader", "k0", new CounterModel.Read(), Ending.ok(-1), 1L << 40, 1L << 41));

        Verdict verdict = Linearizability.of(new CounterModel())
                .shrinkingWithin(Duration.ZERO)
                .check(new History(operations));

        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        Counterexample found = ((Verdict.Invalid) verdict).counterexample();
        assertThat(found.operations()).hasSizeGreaterThan(1000);
        assertThat(found.text().lines().count()).isLessThan(60);
        assertThat(found.text()).contains("are not shown", "There was no time");
        assertThat(found.stuck()).extracting(Operation::client).containsExactly("reader");
    }

    private static void assertValid(SimulatedLoad<?> load, int keys, int clients) {
        check(load, load.history(7, OPERATIONS, keys, clients)).assertValid();
    }

    private static <S> Verdict check(SimulatedLoad<S> load, History history) {
        long begun = System.nanoTime();
        Verdict verdict = Linearizability.of(load.model())
                .within(BUDGET)
                .shrinkingWithin(BUDGET)
                .check(history);
        System.out.printf(
                "%s, %d keys, %s: %d ms%n",
                load.model().getClass().getSimpleName(),
                history.byKey().size(),
                history,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return verdict;
    }
}
