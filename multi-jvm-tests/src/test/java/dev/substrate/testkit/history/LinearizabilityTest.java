package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.history.RegisterModel.CompareAndSet;
import dev.substrate.testkit.history.RegisterModel.Read;
import dev.substrate.testkit.history.RegisterModel.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories that are known to be good, and some that are known to be bad. */
class LinearizabilityTest {

    private static final Read READ = new Read();

    @Test
    void aHistoryOfOneAfterTheOtherIsFine() {
        assertValid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, READ, null)
                        .ok("b", 2, 3, new Write(1))
                        .ok("a", 4, 5, READ, 1)
                        .ok("a", 6, 7, new CompareAndSet(1, 2), true)
                        .ok("b", 8, 9, new CompareAndSet(1, 3), false)
                        .ok("b", 10, 11, READ, 2));
    }

    @Test
    void whoReadsWhileSomebodyWritesMaySeeEither() {
        assertValid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, new Write(1))
                        .ok("a", 2, 9, new Write(2))
                        .ok("b", 3, 4, READ, 1)
                        .ok("c", 3, 5, READ, 2)
                        .ok("b", 6, 7, READ, 2));
    }

    @Test
    void anEndAndABeginningInTheSameNanosecondOverlap() {
        assertValid(new RegisterModel(), new Script().ok("a", 0, 5, READ, 1).ok("b", 5, 6, new Write(1)));
    }

    @Test
    void aStaleReadIsFound() {
        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, new Write(7))
                        .ok("c", 2, 3, READ, 7)
                        .ok("a", 4, 5, new Write(1))
                        .ok("c", 4, 8, READ, 1)
                        .ok("b", 10, 11, new Write(2))
                        .ok("c", 12, 13, READ, 2)
                        .ok("a", 14, 15, READ, 1)
                        .ok("c", 20, 21, new Write(3)));
        assertThat(found.operations())
                .extracting(Operation::toString)
                .containsExactly("a k write(1) → ok", "b k write(2) → ok", "a k read → 1");
        assertThat(found.state()).isEqualTo("2");
        assertThat(found.stuck()).extracting(Operation::client).containsExactly("a");
        assertThat(found.text()).contains("5 other operations").contains("<<<");
    }

    @Test
    void aReadThatGoesBackIsFound() {
        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, new Write(1))
                        .ok("a", 2, 20, new Write(2))
                        .ok("b", 3, 4, READ, 2)
                        .ok("c", 5, 6, READ, 1));
        assertThat(found.operations()).hasSize(4);
    }

    @Test
    void aWriteOfUnknownOutcomeMayTakeEffectMuchLater() {
        assertValid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, new Write(1))
                        .unknown("a", 2, new Write(2))
                        .ok("b", 3, 4, READ, 1)
                        .ok("b", 5, 6, new Write(3))
                        .ok("b", 7, 8, READ, 3)
                        .ok("b", 100, 101, READ, 2));
    }

    @Test
    void aWriteOfUnknownOutcomeMayNeverTakeEffect() {
        assertValid(
                new RegisterModel(),
                new Script()
                        .unknown("a", 2, new Write(2))
                        .ok("b", 3, 4, READ, null)
                        .ok("b", 5, 6, READ, null));
    }

    @Test
    void aWriteOfUnknownOutcomeTakesEffectOnceOnly() {
        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .unknown("a", 2, new Write(2))
                        .ok("b", 3, 4, READ, 2)
                        .ok("b", 5, 6, new Write(3))
                        .ok("b", 7, 8, READ, 2));
        assertThat(found.operations()).hasSize(4);
    }

    /** The first order that is tried needs the unknown write at once, and then it is missing. */
    @Test
    void aWriteOfUnknownOutcomeIsNotUsedUpWhereAnotherOrderDoesWithout() {
        assertValid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 10, new Write(1))
                        .ok("b", 0, 20, new Write(2))
                        .unknown("c", 0, new Write(1))
                        .ok("a", 30, 31, READ, 1)
                        .ok("a", 32, 33, new Write(3))
                        .ok("a", 34, 35, READ, 1));
    }

    @Test
    void whatIsReadAsNullIsShownSo() {
        Counterexample found = assertInvalid(
                new RegisterModel(), new Script().ok("a", 0, 1, new Write(1)).ok("b", 2, 3, READ, null));

        assertThat(found.text()).contains("write(1) → ok", "read → null");
    }

    /** Clients take what was thrown for the reason, and that may be a stack trace from another process. */
    @Test
    void aLongReasonIsNotShownAsAWhole() {
        String reason = "RemoteTaskException: " + "because ".repeat(20) + "\n\tat some.Type.method(Type.java:1)";

        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .unknown("a", 2, new Write(2), reason)
                        .ok("b", 3, 4, READ, 2)
                        .ok("b", 5, 6, new Write(3))
                        .ok("b", 7, 8, READ, 2));

        assertThat(found.text())
                .contains("write(2) → unknown: RemoteTaskException: because", "… ")
                .doesNotContain("Type.java");
    }

    @Test
    void aWriteOfUnknownOutcomeMayNotShowBeforeItsBeginning() {
        assertInvalid(new RegisterModel(), new Script().ok("a", 2, 3, READ, 2).unknown("b", 4, new Write(2)));
    }

    @Test
    void whatWasReadAndThenNotMayNotBeMistakenForWhatNobodyWrote() {
        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .ok("a", 0, 1, new Write(1))
                        .unknown("b", 2, new Write(2))
                        .ok("a", 3, 4, READ, 2)
                        .ok("a", 5, 6, READ, 1));
        assertThat(found.operations()).hasSize(4);
        assertThat(found.stuck()).extracting(Operation::toString).containsExactly("a k read → 1");
    }

    @Test
    void aReadOfARefusedWriteIsFoundAndTheWriteIsShown() {
        Counterexample found = assertInvalid(
                new RegisterModel(),
                new Script()
                        .refused("c", 0, 1, new Write(8))
                        .refused("a", 0, 1, new Write(9))
                        .ok("b", 2, 3, READ, null)
                        .ok("b", 4, 5, READ, 9));
        assertThat(found.operations())
                .extracting(Operation::toString)
                .containsExactly("a k write(9) → refused: no", "b k read → 9");
        assertThat(found.text()).contains("if what was refused had been done");
    }

    @Test
    void twoWinnersOfOneCompareAndSetAreFound() {
        Counterexample found = assertInvalid(
                new RegisterModel(0),
                new Script()
                        .ok("a", 0, 5, new CompareAndSet(0, 1), true)
                        .ok("b", 1, 6, new CompareAndSet(0, 2), true)
                        .ok("b", 7, 8, READ, 2));
        assertThat(found.operations()).hasSize(2);
    }

    @Test
    void aLostUpdateIsFound() {
        Counterexample found = assertInvalid(
                new CounterModel(),
                new Script()
                        .ok("a", 0, 5, CounterModel.increment())
                        .ok("b", 0, 5, CounterModel.increment())
                        .ok("a", 6, 7, new CounterModel.Read(), 1));
        assertThat(found.operations()).hasSize(3);
    }

    @Test
    void anIncrementOfUnknownOutcomeCountsOnceAtMost() {
        Script script = new Script().ok("a", 0, 5, CounterModel.increment()).unknown("b", 0, CounterModel.increment());
        assertValid(new CounterModel(), script.ok("a", 6, 7, new CounterModel.Read(), 1));
        assertValid(new CounterModel(), script.ok("a", 8, 9, new CounterModel.Read(), 2));
        assertInvalid(new CounterModel(), script.ok("a", 10, 11, new CounterModel.Read(), 3));
    }

    @Test
    void anElementThatComesBackAfterItWasRemovedIsFound() {
        Counterexample found = assertInvalid(
                new SetModel(),
                new Script()
                        .ok("b", 0, 1, new SetModel.Add("y"), true)
                        .ok("a", 2, 3, new SetModel.Add("x"), true)
                        .ok("b", 4, 5, new SetModel.Contains("y"), true)
                        .ok("b", 6, 7, new SetModel.Remove("x"), true)
                        .ok("a", 8, 9, new SetModel.Contains("x"), false)
                        .ok("a", 10, 11, new SetModel.Contains("x"), true));
        assertThat(found.operations())
                .extracting(each -> each.action().toString())
                .containsSubsequence("add(x)", "contains(x)")
                .doesNotContain("add(y)", "contains(y)")
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aSetIsReadAsAWhole() {
        Script script = new Script()
                .ok("a", 0, 5, new SetModel.Add("x"))
                .unknown("b", 0, new SetModel.Add("y"))
                .ok("b", 6, 7, new SetModel.Read(), Set.of("x"));
        assertValid(new SetModel(), script);
        assertValid(new SetModel(), script.ok("a", 8, 9, new SetModel.Read(), List.of("y", "x")));
        assertInvalid(new SetModel(), script.ok("a", 10, 11, new SetModel.Read(), Set.of("x")));
    }

    @Test
    void anElementThatIsTakenTwiceFromAQueueIsFound() {
        Counterexample found = assertInvalid(
                new QueueModel(),
                new Script()
                        .ok("a", 0, 1, new QueueModel.Enqueue("x"))
                        .ok("a", 2, 3, new QueueModel.Enqueue("y"))
                        .ok("b", 4, 8, new QueueModel.Dequeue(), "x")
                        .ok("c", 5, 9, new QueueModel.Dequeue(), "x"));
        assertThat(found.operations())
                .extracting(each -> each.action().toString())
                .contains("enqueue(x)", "dequeue")
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aQueueThatChangesTheOrderIsFound() {
        Script script = new Script()
                .ok("a", 0, 3, new QueueModel.Enqueue("x"))
                .ok("b", 2, 5, new QueueModel.Enqueue("y"))
                .ok("a", 6, 7, new QueueModel.Dequeue(), "y");
        assertValid(new QueueModel(), script);
        assertInvalid(
                new QueueModel(),
                new Script()
                        .ok("a", 0, 1, new QueueModel.Enqueue("x"))
                        .ok("b", 2, 5, new QueueModel.Enqueue("y"))
                        .ok("a", 6, 7, new QueueModel.Dequeue(), "y"));
    }

    @Test
    void dequeuesThatOverlapMayEndInAnyOrder() {
        assertValid(
                new QueueModel(),
                new Script()
                        .ok("a", 0, 1, new QueueModel.Enqueue("x"))
                        .ok("a", 2, 3, new QueueModel.Enqueue("y"))
                        .ok("a", 4, 5, new QueueModel.Enqueue("z"))
                        .ok("a", 6, 7, new QueueModel.Dequeue(), "x")
                        .ok("b", 10, 20, new QueueModel.Dequeue(), "z")
                        .ok("c", 12, 22, new QueueModel.Dequeue(), "y"));
    }

    @Test
    void aTupleThatIsTakenTwiceIsFound() {
        List<Object> tuple = List.of("job", 1);
        BagModel.Take take = new BagModel.Take(Arrays.asList("job", null));
        Counterexample found = assertInvalid(
                new BagModel(),
                new Script()
                        .ok("a", 0, 1, new BagModel.Put(tuple))
                        .ok("a", 2, 3, new BagModel.Put(List.of("job", 2)))
                        .ok("b", 4, 5, take, tuple)
                        .ok("c", 6, 7, take, tuple));
        assertThat(found.operations()).hasSize(3);
    }

    @Test
    void anyTupleThatMatchesMayBeTaken() {
        BagModel.Take take = new BagModel.Take(Arrays.asList("job", null));
        Script script = new Script()
                .ok("a", 0, 1, new BagModel.Put(List.of("job", 1)))
                .ok("a", 2, 3, new BagModel.Put(List.of("job", 2)))
                .unknown("c", 4, take)
                .ok("b", 4, 5, take, List.of("job", 2))
                .ok("b", 6, 7, take, null);
        assertValid(new BagModel(), script);
        assertInvalid(
                new BagModel(), script.ok("b", 8, 9, new BagModel.Read(Arrays.asList("job", null)), List.of("job", 1)));
    }

    @Test
    void twoHoldersOfALockAreFound() {
        Counterexample found = assertInvalid(
                new LockModel(),
                new Script()
                        .ok("a", 0, 1, new LockModel.Acquire("a"), true)
                        .ok("c", 2, 3, new LockModel.Acquire("c"), false)
                        .ok("a", 4, 5, new LockModel.Release("a"), true)
                        .ok("b", 6, 7, new LockModel.Acquire("b"), true)
                        .ok("c", 8, 9, new LockModel.Acquire("c"), true)
                        .ok("b", 10, 11, new LockModel.Release("b"), true));
        assertThat(found.operations())
                .extracting(each -> each.action().toString())
                .containsExactly("acquire(b)", "acquire(c)");
    }

    @Test
    void aLockIsNotGivenTwiceToOneHolder() {
        assertInvalid(
                new LockModel(),
                new Script().ok("a", 0, 1, new LockModel.Acquire("a")).ok("a", 2, 3, new LockModel.Acquire("a")));
    }

    @Test
    void aReleaseOfUnknownOutcomeMayFreeALock() {
        Script script = new Script()
                .ok("a", 0, 1, new LockModel.Acquire("a"))
                .unknown("a", 2, new LockModel.Release("a"))
                .ok("b", 3, 4, new LockModel.Acquire("b"));
        assertValid(new LockModel(), script);
        assertInvalid(new LockModel(), script.ok("c", 5, 6, new LockModel.Acquire("c")));
    }

    @Test
    void keysAreCheckedEachForItself() {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation("a", "x", new Write(1), Ending.ok(null), 0, 1));
        operations.add(new Operation("a", "y", READ, Ending.ok(null), 2, 3));
        operations.add(new Operation("a", "z", READ, Ending.ok(5), 2, 3));
        var verdicts = Linearizability.of(new RegisterModel()).checkEachKey(new History(operations));
        assertThat(verdicts.get("x")).isEqualTo(new Verdict.Valid());
        assertThat(verdicts.get("y")).isEqualTo(new Verdict.Valid());
        assertThat(verdicts.get("z")).isInstanceOf(Verdict.Invalid.class);
        assertThatThrownBy(() -> Linearizability.of(new RegisterModel())
                        .check(new History(operations))
                        .assertValid())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Key z: no order explains");
    }

    @Test
    void whatTheBudgetDoesNotSufficeForIsUnknown() {
        Script script = new Script();
        for (int each = 0; each < 30; each++) {
            script.ok("c" + each, each, 1000 + each, new QueueModel.Enqueue(each));
        }
        script.ok("a", 2000, 2001, new QueueModel.Dequeue(), 77);
        Verdict slow = Linearizability.of(new QueueModel())
                .within(Duration.ofMillis(200))
                .check(script.history());
        assertThat(slow).isInstanceOf(Verdict.Unknown.class);
        Verdict large = Linearizability.of(new QueueModel()).stepsMax(1000).check(script.history());
        assertThat(large).isInstanceOf(Verdict.Unknown.class);
        assertThat(large.toString()).contains("1000 steps");
        assertThatThrownBy(large::assertValid).isInstanceOf(AssertionError.class);
    }

    @Test
    void anActionOfAnotherModelIsAMistake() {
        assertThatThrownBy(() -> Linearizability.of(new QueueModel())
                        .check(new Script().ok("a", 0, 1, READ).history()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("QueueModel knows no read");
    }

    private static void assertValid(Model<?> model, Script script) {
        Linearizability.of(model).check(script.history()).assertValid();
    }

    private static Counterexample assertInvalid(Model<?> model, Script script) {
        Verdict verdict = Linearizability.of(model).check(script.history());
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        return ((Verdict.Invalid) verdict).counterexample();
    }
}
