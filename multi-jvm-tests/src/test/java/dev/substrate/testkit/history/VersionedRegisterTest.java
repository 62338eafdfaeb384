package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.history.VersionedRegister.Read;
import dev.substrate.testkit.history.VersionedRegister.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker is checked: with histories that are known to be good, and known to be bad. */
class VersionedRegisterTest {

    private final Script script = new Script();

    @Test
    void aHistoryOfOneAfterTheOtherIsFine() {
        read(0, 1, 0, null);
        write(2, 3, 1, "a");
        read(4, 5, 1, "a");
        write(6, 7, 2, "b");
        read(8, 9, 2, "b");
        assertValid();
    }

    @Test
    void whoReadsWhileSomebodyWritesMaySeeEither() {
        write(0, 1, 1, "a");
        write(2, 9, 2, "b");
        read(3, 4, 1, "a");
        read(3, 5, 2, "b");
        read(6, 7, 2, "b");
        assertValid();
    }

    @Test
    void aStaleReadIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        read(4, 5, 1, "a");
        assertInvalid("its version comes before it", 2);
    }

    @Test
    void aReadThatGoesBackIsFound() {
        write(0, 1, 1, "a");
        write(2, 20, 2, "b");
        read(3, 4, 2, "b");
        read(5, 6, 1, "a");
        assertInvalid("its version comes before it", 2);
    }

    @Test
    void aLostWriteIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        write(4, 5, 2, "c");
        assertInvalid("version 2 has two values", 2);
    }

    @Test
    void aWriteOfUnknownOutcomeMayShowAtAnyTimeAfterItsBeginning() {
        write(0, 1, 1, "a");
        unknown(2, "b");
        read(3, 4, 1, "a");
        read(100, 101, 2, "b");
        assertValid();
    }

    @Test
    void aWriteOfUnknownOutcomeMayNotShowBeforeItsBeginning() {
        write(0, 1, 1, "a");
        read(2, 3, 2, "b");
        unknown(4, "b");
        assertInvalid("its version comes before it", 2);
    }

    @Test
    void aWriteOfUnknownOutcomeMayNotShowAfterItWasOverwritten() {
        write(0, 1, 1, "a");
        unknown(2, "b");
        write(3, 4, 3, "c");
        read(5, 6, 2, "b");
        assertInvalid("its version comes before it", 2);
    }

    @Test
    void whatWasRefusedMayNotShow() {
        script.refused("c", 0, 1, new Write("a"));
        read(2, 3, 1, "a");
        assertInvalid("had been refused", 2);
    }

    @Test
    void whatNobodyWroteMayNotShow() {
        read(2, 3, 1, "a");
        assertInvalid("nobody wrote", 1);
    }

    @Test
    void aRegisterThatWasThereMayNotBeGone() {
        write(0, 1, 1, "a");
        read(2, 3, 0, null);
        assertInvalid("its version comes before it", 2);
    }

    @Test
    void aWriteThatTookEffectTwiceIsFound() {
        write(0, 1, 1, "a");
        write(2, 3, 2, "b");
        read(4, 5, 3, "a");
        assertInvalid("one write became two versions", 2);
    }

    @Test
    void registersAreCheckedEachForItself() {
        History history = new History(List.of(
                new Operation("c", "x", new Write("a"), Ending.ok(new Versioned(7, null)), 0, 1),
                new Operation("c", "y", new Read(), Ending.ok(new Versioned(0, null)), 2, 3)));
        new VersionedRegister().check(history).assertValid();
    }

    private void read(long begun, long ended, long version, @Nullable String value) {
        script.ok("r", begun, ended, new Read(), new Versioned(version, value));
    }

    private void write(long begun, long ended, long version, String value) {
        script.ok("w", begun, ended, new Write(value), new Versioned(version, null));
    }

    private void unknown(long begun, String value) {
        script.unknown("u", begun, new Write(value));
    }

    private void assertValid() {
        new VersionedRegister().check(script.history()).assertValid();
    }

    private void assertInvalid(String problem, int operations) {
        Verdict verdict = new VersionedRegister().check(script.history());
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        assertThat(verdict.toString()).contains(problem);
        assertThat(((Verdict.Invalid) verdict).counterexample().operations()).hasSize(operations);
    }
}
