package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.history.CounterModel.Add;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each checker with a history that is good, and with those that are not. */
class OtherCheckersTest {

    private static final RegisterModel.Read READ = new RegisterModel.Read();
    private static final Add ONE = CounterModel.increment();

    @Test
    void whatWasAddedToACounterIsThereAtTheEnd() {
        Script script = new Script()
                .ok("a", 0, 5, ONE)
                .ok("b", 0, 6, new Add(3))
                .refused("b", 7, 8, ONE)
                .unknown("c", 1, ONE)
                .ok("a", 7, 8, new CounterModel.Read(), 77);
        History four = script.ok("a", 9, 10, new CounterModel.Read(), 4).history();
        History five = script.ok("a", 11, 12, new CounterModel.Read(), 5).history();
        History six = script.ok("a", 13, 14, new CounterModel.Read(), 6).history();
        LostUpdates.ofCounters().check(four).assertValid();
        LostUpdates.ofCounters().check(five).assertValid();
        assertInvalid(LostUpdates.ofCounters(), six, "come to 4, 1 are unknown, and the last read is 6");
    }

    @Test
    void aLostIncrementIsFound() {
        History lost = new Script()
                .ok("a", 0, 5, ONE)
                .ok("b", 0, 6, ONE)
                .ok("a", 7, 8, new CounterModel.Read(), 1)
                .history();
        assertInvalid(LostUpdates.ofCounters(), lost, "come to 2, 0 are unknown, and the last read is 1");
    }

    @Test
    void withoutALastReadNothingIsKnownOfLostUpdates() {
        History early = new Script()
                .ok("a", 0, 5, ONE)
                .ok("a", 5, 8, new CounterModel.Read(), 1)
                .history();
        assertThat(LostUpdates.ofCounters().check(early)).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void whatWasAddedToASetIsThereAtTheEnd() {
        Script script = new Script()
                .ok("a", 0, 5, new SetModel.Add("x"))
                .ok("a", 6, 7, new SetModel.Add("gone"))
                .unknown("b", 6, new SetModel.Remove("gone"))
                .unknown("b", 0, new SetModel.Add("y"))
                .refused("b", 1, 2, new SetModel.Add("z"));
        History good =
                script.ok("a", 8, 9, new SetModel.Read(), Set.of("x", "y")).history();
        History lost = script.ok("a", 10, 11, new SetModel.Read(), Set.of("y")).history();
        History refused =
                script.ok("a", 12, 13, new SetModel.Read(), Set.of("x", "z")).history();
        LostUpdates.ofSets().check(good).assertValid();
        assertInvalid(LostUpdates.ofSets(), lost, "x was added and is not there");
        assertInvalid(LostUpdates.ofSets(), refused, "z is there and nobody added it");
    }

    @Test
    void versionsMayBeOldButNotBecomeOlder() {
        Script script = new Script()
                .ok("a", 0, 1, READ, new Versioned(3, "c"))
                .ok("b", 1, 4, READ, new Versioned(2, "b"))
                .ok("a", 5, 6, READ, new Versioned(3, "c"));
        new MonotoneVersions().check(script.history()).assertValid();
        History back = script.ok("b", 7, 8, READ, new Versioned(2, "b")).history();
        assertInvalid(new MonotoneVersions(), back, "went back from 3 to 2");
    }

    @Test
    void aVersionHasOneValue() {
        History two = new Script()
                .ok("a", 0, 1, READ, new Versioned(3, "c"))
                .ok("b", 0, 1, READ, new Versioned(3, "d"))
                .history();
        assertInvalid(new MonotoneVersions(), two, "version 3 has two values");
    }

    @Test
    void everyAcknowledgedRequestHasOneEffect() {
        History history = new Script()
                .ok("a", 0, 1, new RegisterModel.Write("r1"))
                .unknown("a", 2, new RegisterModel.Write("r2"))
                .ok("a", 3, 4, new RegisterModel.Write("r2"))
                .unknown("a", 5, new RegisterModel.Write("r3"))
                .refused("a", 6, 7, new RegisterModel.Write("r4"))
                .ok("a", 8, 9, READ, "r2")
                .history();
        exactlyOnce("r1", "r2").check(history).assertValid();
        exactlyOnce("r3", "r2", "r1").check(history).assertValid();
        assertInvalid(exactlyOnce("r1"), history, "request r2 was acknowledged and had 0 effects");
        assertInvalid(exactlyOnce("r1", "r2", "r2"), history, "request r2 was acknowledged and had 2 effects");
        assertInvalid(exactlyOnce("r1", "r2", "r3", "r3"), history, "request r3 is of unknown outcome and had 2");
        assertInvalid(exactlyOnce("r1", "r2", "r4"), history, "request r4 was refused and had 1 effects");
        assertInvalid(exactlyOnce("r1", "r2", "r5"), history, "request r5 had an effect, and nobody sent it");
    }

    private static ExactlyOnce exactlyOnce(String... effects) {
        return new ExactlyOnce(
                operation -> operation.action() instanceof RegisterModel.Write write
                        ? Optional.of(String.valueOf(write.value()))
                        : Optional.empty(),
                List.of(effects));
    }

    @Test
    void nothingIsHandedOutTwice() {
        Script script = new Script().ok("a", 0, 1, ONE, 17).unknown("b", 0, ONE).ok("b", 2, 3, ONE, List.of(18, 19));
        new Uniqueness().check(script.history()).assertValid();
        assertInvalid(new Uniqueness(), script.ok("c", 4, 5, ONE, 18).history(), "18 was handed out twice");
    }

    @Test
    void replicasAgreeInTheEnd() {
        Script script = new Script()
                .ok("n1", 0, 1, READ, "old")
                .ok("n2", 0, 1, READ, "new")
                .ok("n1", 10, 11, READ, "old")
                .ok("n1", 12, 13, READ, "new");
        Convergence convergence =
                new Convergence(Set.of("n1", "n2"), 10, operation -> operation.action() instanceof RegisterModel.Read);
        assertThat(convergence.check(script.history()))
                .isEqualTo(new Verdict.Unknown("[n2] reported nothing of k since they should agree"));
        script.ok("n2", 14, 15, READ, "new");
        convergence.check(script.history()).assertValid();
        assertInvalid(convergence, script.ok("n2", 16, 17, READ, "old").history(), "replicas do not agree");
    }

    @Test
    void oneInvalidKeyMakesAllInvalidAndOneUnknownUnknown() {
        Verdict valid = new Verdict.Valid();
        Verdict unknown = new Verdict.Unknown("late");
        Verdict invalid = new Verdict.Invalid(Counterexample.of("k", "wrong", List.of()));
        assertThat(Verdict.join(List.of())).isEqualTo(valid);
        assertThat(Verdict.join(List.of(valid, unknown, valid))).isEqualTo(unknown);
        assertThat(Verdict.join(List.of(valid, unknown, invalid, valid))).isEqualTo(invalid);
    }

    private static void assertInvalid(Checker checker, History history, String problem) {
        Verdict verdict = checker.check(history);
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        assertThat(verdict.toString()).contains(problem);
    }
}
