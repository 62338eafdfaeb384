package dev.substrate.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.faults.history.Operation.Ending;
import dev.substrate.faults.history.Operation.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker is checked: with histories that are known to be good, and known to be bad. */
class RecordHistoryTest {

    private final RecordHistory history = new RecordHistory();

    @Test
    void aHistoryOfOneAfterTheOtherIsFine() {
        read(0, 1, 0, null);
        write(2, 3, 1, "a");
        read(4, 5, 1, "a");
        write(6, 7, 2, "b");
        read(8, 9, 2, "b");
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void whoReadsWhileSomebodyWritesMaySeeEither() {
        write(0, 1, 1, "a");
        write(2, 9, 2, "b");
        read(3, 4, 1, "a");
        read(3, 5, 2, "b");
        read(6, 7, 2, "b");
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aStaleReadIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        read(4, 5, 1, "a");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void aReadThatGoesBackIsFound() {
        write(0, 1, 1, "a");
        write(2, 20, 2, "b");
        read(3, 4, 2, "b");
        read(5, 6, 1, "a");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void aLostWriteIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        write(4, 5, 2, "c");
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeMayShowAtAnyTimeAfterItsBeginning() {
        write(0, 1, 1, "a");
        unknown(2, "b");
        read(3, 4, 1, "a");
        read(100, 101, 2, "b");
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeMayNotShowBeforeItsBeginning() {
        write(0, 1, 1, "a");
        read(2, 3, 2, "b");
        unknown(4, "b");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void aWriteOfUnknownOutcomeMayNotShowAfterItWasOverwritten() {
        write(0, 1, 1, "a");
        unknown(2, "b");
        write(3, 4, 3, "c");
        read(5, 6, 2, "b");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void whatWasRefusedMayNotShow() {
        history.add(new Operation("k", Kind.WRITE, 0, 1, Ending.REFUSED, 0, "a"));
        read(2, 3, 1, "a");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void whatNobodyWroteMayNotShow() {
        read(2, 3, 1, "a");
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void aRecordThatWasThereMayNotBeGone() {
        write(0, 1, 1, "a");
        read(2, 3, 0, null);
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void aWriteThatTookEffectTwiceIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        read(4, 5, 3, "a");
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void recordsAreCheckedEachForItself() {
        write(0, 1, 7, "a");
        history.add(new Operation("other", Kind.READ, 2, 3, Ending.OK, 0, null));
        assertThat(history.violations()).isEmpty();
    }

    private void read(long begun, long ended, long version, @Nullable String value) {
        history.add(new Operation("k", Kind.READ, begun, ended, Ending.OK, version, value));
    }

    private void write(long begun, long ended, long version, String value) {
        history.add(new Operation("k", Kind.WRITE, begun, ended, Ending.OK, version, value));
    }

    private void unknown(long begun, String value) {
        history.add(new Operation("k", Kind.WRITE, begun, Long.MAX_VALUE, Ending.UNKNOWN, 0, value));
    }
}
