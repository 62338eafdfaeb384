package dev.substrate.testkit.history;

import dev.substrate.testkit.history.Search.Outcome;
import dev.substrate.testkit.history.Search.Spent;
import dev.substrate.testkit.history.Search.Stuck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks that the operations of each key are linearizable: that each took effect at one moment between its beginning and
 * its end, so that a model explains all results. Operations that were refused must have had no effect. Those of unknown
 * outcome may have had theirs at any time after their beginning, or never.
 *
 * <p>Keys are checked each for itself, which is as good as checking them together (Herlihy and Wing, "Linearizability: a
 * correctness condition for concurrent objects", 1990, theorem 1). For one key the answer is found by the search of Wing and
 * Gong (1993) as Lowe (2017) does it; in the worst case it takes time that is exponential in the number of operations that
 * overlap, so it has a budget, and says so when that is spent.
 *
 * <p>Immutable, and safe for several threads.
 *
 * @param <S> what the model remembers
 */
public final class Linearizability<S> implements Checker {

    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(60);
    private static final Duration SHRUNK_WITHIN = Duration.ofSeconds(10);
    private static final long STEPS_MAX = 2_000_000;
    private static final long STEPS_PER_TRY = 20_000;
    private static final int STEPS_PER_TRY_PER_OPERATION = 10;

    private final Model<S> model;
    private final Duration checkedWithin;
    private final Duration shrunkWithin;
    private final long stepsMax;

    private Linearizability(Model<S> model, Duration checkedWithin, Duration shrunkWithin, long stepsMax) {
        this.model = model;
        this.checkedWithin = checkedWithin;
        this.shrunkWithin = shrunkWithin;
        this.stepsMax = stepsMax;
    }

    /** Makes a checker that takes a minute at most for all keys, and ten seconds more to make counterexamples small. */
    public static <S> Linearizability<S> of(Model<S> model) {
        return new Linearizability<>(model, CHECKED_WITHIN, SHRUNK_WITHIN, STEPS_MAX);
    }

    /** Returns the same with another budget for all keys together; keys that it does not suffice for are unknown. */
    public Linearizability<S> within(Duration budget) {
        return new Linearizability<>(model, budget, shrunkWithin, stepsMax);
    }

    /** Returns the same with another budget to make counterexamples small; what it does not suffice for is shown as it is. */
    public Linearizability<S> shrinkingWithin(Duration budget) {
        return new Linearizability<>(model, checkedWithin, budget, stepsMax);
    }

    /** Returns the same with another bound on the steps of the search for one key, each of which takes some 200 B. */
    public Linearizability<S> stepsMax(long stepsMax) {
        return new Linearizability<>(model, checkedWithin, shrunkWithin, stepsMax);
    }

    @Override
    public Verdict check(History history) {
        return Verdict.join(checkEachKey(history).values());
    }

    /** Returns a verdict for each key. */
    public SortedMap<String, Verdict> checkEachKey(History history) {
        List<Map.Entry<String, History>> keys = new ArrayList<>(history.byKey().entrySet());
        // Short ones first: what they leave of their shares goes to the long ones
        keys.sort(Comparator.comparingInt(key -> key.getValue().operations().size()));
        long end = System.nanoTime() + checkedWithin.toNanos();
        SortedMap<String, Verdict> verdicts = new TreeMap<>();
        SortedMap<String, Broken<S>> broken = new TreeMap<>();
        for (int key = 0; key < keys.size(); key++) {
            String name = keys.get(key).getKey();
            List<Operation> operations = keys.get(key).getValue().operations();
            long now = System.nanoTime();
            long share = Math.max(0, end - now) / (keys.size() - key);
            Outcome<S> outcome = Search.of(model, notRefused(operations), budget(now + share, stepsMax));
            if (outcome instanceof Stuck<S> stuck) {
                broken.put(name, new Broken<>(model, name, operations, stuck));
            } else {
                verdicts.put(name, verdict(name, operations, outcome));
            }
        }
        verdicts.putAll(counterexamples(broken));
        return verdicts;
    }

    private Verdict verdict(String key, List<Operation> operations, Outcome<S> outcome) {
        return outcome instanceof Spent<S> spent
                ? new Verdict.Unknown("key " + key + " with " + operations.size() + " operations: " + spent.why())
                : new Verdict.Valid();
    }

    private SortedMap<String, Verdict> counterexamples(SortedMap<String, Broken<S>> broken) {
        long end = System.nanoTime() + shrunkWithin.toNanos();
        SortedMap<String, Verdict> verdicts = new TreeMap<>();
        broken.forEach((key, each) -> {
            long stepsPerTry = STEPS_PER_TRY + (long) STEPS_PER_TRY_PER_OPERATION * each.size();
            verdicts.put(key, new Verdict.Invalid(each.counterexample(() -> budget(end, stepsPerTry))));
        });
        return verdicts;
    }

    private static Budget budget(long end, long steps) {
        return new Budget(System::nanoTime, end, steps);
    }

    static List<Operation> notRefused(List<Operation> operations) {
        return operations.stream().filter(each -> !each.isRefused()).toList();
    }
}
