package dev.substrate.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.testkit.history.HistoryRecorder;
import dev.substrate.testkit.history.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankTest {

    private final Bank bank = new Bank(3, 10);
    private final HistoryRecorder recorder = new HistoryRecorder();

    @Test
    void transfersGoFromOneAccountToAnother() {
        assertThat(WorkloadsTest.steps(bank, 1)).allSatisfy(step -> {
            assertThat(step.key()).isEqualTo(Bank.KEY);
            if (step.action() instanceof Bank.Transfer transfer) {
                assertThat(transfer.from()).isBetween(1, 3).isNotEqualTo(transfer.to());
                assertThat(transfer.to()).isBetween(1, 3);
                assertThat(transfer.amount()).isPositive();
            }
        });
        assertThat(WorkloadsTest.steps(bank, 1))
                .extracting(Step::action)
                .contains(new Bank.ReadAll())
                .filteredOn(Bank.Transfer.class::isInstance)
                .extracting(action -> ((Bank.Transfer) action).to())
                .contains(1, 2, 3);
    }

    @Test
    void balancesWithTheSameTotalAreRight() {
        read(List.of(10L, 10L, 10L));
        read(List.of(0L, 30L, 0L));

        assertThat(bank.check(recorder.history()).isValid()).isTrue();
    }

    @Test
    void moneyThatIsGoneIsMissed() {
        read(List.of(10L, 10L, 10L));
        read(List.of(10L, 9L, 10L));

        Verdict verdict = bank.check(recorder.history());

        assertThat(verdict.isInvalid()).isTrue();
        assertThat(verdict.toString()).contains("total of 30", "[10, 9, 10]");
    }

    @Test
    void anAccountBelowZeroOrMissingIsWrong() {
        read(List.of(-1L, 21L, 10L));
        assertThat(bank.check(recorder.history()).isInvalid()).isTrue();

        HistoryRecorder other = new HistoryRecorder();
        other.invoke("c", Bank.KEY, new Bank.ReadAll()).ok(List.of(20L, 10L));
        assertThat(bank.check(other.history()).isInvalid()).isTrue();
    }

    @Test
    void itsHistoriesAreKept(@TempDir Path folder) {
        read(List.of(10L, 10L, 10L));
        recorder.invoke("c", Bank.KEY, new Bank.Transfer(1, 3, 4)).refused("too little");
        Path file = folder.resolve("bank.jsonl");

        bank.file().write(recorder.history(), file);

        assertThat(bank.file().read(file)).isEqualTo(recorder.history());
    }

    @Test
    void aBankOfOneAccountIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bank(1, 10));
    }

    private void read(List<Long> balances) {
        recorder.invoke("c", Bank.KEY, new Bank.ReadAll()).ok(balances);
    }
}
