package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Whatever happens, the answer is the one that brute force finds, and counterexamples mean what they say. */
class LinearizabilityPropertyTest {

    private static final double PERCENT_OF_EACH_MIN = 5;

    @Property(tries = 6000, shrinking = ShrinkingMode.OFF)
    void theVerdictIsThatOfBruteForce(
            @ForAll("models") RandomHistory<?> histories,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int operations,
            @ForAll @IntRange(min = 2, max = 3) int clients) {
        check(histories, histories.history(new Random(seed), operations, clients));
    }

    @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
    void theVerdictIsThatOfBruteForceIfMostIsUnknown(
            @ForAll("models") RandomHistory<?> histories,
            @ForAll long seed,
            @ForAll @IntRange(min = 4, max = 7) int operations) {
        Random random = new Random(seed);
        List<Operation> known = histories.history(random, operations, 3).operations();
        check(
                histories,
                new History(known.stream()
                        .map(each -> each.isOk() && random.nextBoolean() ? each.weakened() : each)
                        .toList()));
    }

    private static <S> void check(RandomHistory<S> histories, History history) {
        boolean explained = BruteForce.explains(histories.model(), history.operations());
        Verdict verdict = Linearizability.of(histories.model()).check(history);
        assertThat(verdict.isValid()).as(history.operations() + "\n" + verdict).isEqualTo(explained);
        assertThat(verdict.isInvalid()).isEqualTo(!explained);
        Statistics.collect(explained);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(percent -> percent > PERCENT_OF_EACH_MIN);
            coverage.check(false).percentage(percent -> percent > PERCENT_OF_EACH_MIN);
        });
    }

    @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
    void aCounterexampleIsWrongWhateverTheOthersDid(
            @ForAll("models") RandomHistory<?> histories,
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 8) int operations) {
        checkCounterexample(histories, histories.history(new Random(seed), operations, 3));
    }

    private static <S> void checkCounterexample(RandomHistory<S> histories, History history) {
        Model<S> model = histories.model();
        if (!(Linearizability.of(model).check(history) instanceof Verdict.Invalid invalid)) {
            return;
        }
        Counterexample found = invalid.counterexample();
        List<Operation> others = new ArrayList<>(history.operations());
        others.removeAll(found.operations());
        List<Operation> together = new ArrayList<>(found.operations());
        others.stream()
                .filter(each -> !each.isRefused() && !model.readOnly(each.action(), each.ending()))
                .forEach(each -> together.add(each.weakened()));
        String text = history.operations() + "\n" + found.text();
        assertThat(BruteForce.explains(model, found.operations())).as(text).isFalse();
        assertThat(BruteForce.explains(model, together)).as(text).isFalse();
        assertThat(found.stuck()).as(text).isNotEmpty();
        assertThat(found.operations()).as(text).containsAll(found.order());
    }

    @Provide
    Arbitrary<RandomHistory<?>> models() {
        return Arbitraries.of(RandomHistory.ofAllModels());
    }
}
