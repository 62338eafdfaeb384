package dev.substrate.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.testkit.history.CounterModel;
import dev.substrate.testkit.history.RegisterModel;
import dev.substrate.testkit.history.SetModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

    private static final int STEPS = 2_000;

    @Test
    void theSameSeedDrawsTheSameSteps() {
        assertThat(steps(Workloads.registers(5, 50), 3)).isEqualTo(steps(Workloads.registers(5, 50), 3));
        assertThat(steps(Workloads.registers(5, 50), 3)).isNotEqualTo(steps(Workloads.registers(5, 50), 4));
    }

    @Test
    void aRegisterNeverGetsAValueTwice() {
        List<Object> written = steps(Workloads.registers(5, 50), 1).stream()
                .filter(step -> step.action() instanceof RegisterModel.Write)
                .<Object>map(step -> ((RegisterModel.Write) step.action()).value())
                .toList();

        assertThat(written).doesNotHaveDuplicates().hasSizeBetween(STEPS * 2 / 5, STEPS * 3 / 5);
    }

    @Test
    void aSetNeverGetsAnElementTwice() {
        List<Object> added = steps(Workloads.sets(2, 10), 1).stream()
                .filter(step -> step.action() instanceof SetModel.Add)
                .map(step -> ((SetModel.Add) step.action()).element())
                .toList();

        assertThat(added).doesNotHaveDuplicates().hasSizeGreaterThan(STEPS * 4 / 5);
    }

    @Test
    void whatIsExpectedBeforeAChangeIsAValueThatWasOfferedOrNothing() {
        List<RegisterModel.CompareAndSet> changes = steps(Workloads.compareAndSet(3, 20), 1).stream()
                .filter(step -> step.action() instanceof RegisterModel.CompareAndSet)
                .map(step -> (RegisterModel.CompareAndSet) step.action())
                .toList();

        assertThat(changes).isNotEmpty().allSatisfy(change -> {
            long next = (Long) change.value();
            if (change.expected() != null) {
                assertThat((Long) change.expected()).isBetween(1L, next - 1);
            }
        });
        assertThat(changes).extracting(RegisterModel.CompareAndSet::value).doesNotHaveDuplicates();
    }

    @Test
    void eachKeyIsUsedAndReadAtLast() {
        Workload counters = Workloads.counters(4, 30);

        assertThat(steps(counters, 1)).extracting(Step::key).containsOnly("key-1", "key-2", "key-3", "key-4");
        assertThat(counters.last()).extracting(Step::key).containsExactly("key-1", "key-2", "key-3", "key-4");
        assertThat(counters.last()).extracting(Step::action).containsOnly(new CounterModel.Read());
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Workloads.registers(0, 50));
        assertThatIllegalArgumentException().isThrownBy(() -> Workloads.registers(1, 101));
    }

    static List<Step> steps(Workload workload, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> workload.next(random)).limit(STEPS).toList();
    }
}
