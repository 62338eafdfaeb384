package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Long histories as many clients at a time would leave them, each of which does one operation after the other. */
final class SimulatedLoad<S> {

    private static final int DURATION_MAX = 1000;

    private final Model<S> model;
    private final BiFunction<Random, Integer, Action> actions;
    private final BiFunction<S, Action, @Nullable Object> results;
    private double unknown = 0.01;
    private int pauseMax = 200;

    /**
     * Makes a load.
     *
     * @param actions makes the next one, of this number
     * @param results says what an action returns in a state
     */
    SimulatedLoad(
            Model<S> model,
            BiFunction<Random, Integer, Action> actions,
            BiFunction<S, Action, @Nullable Object> results) {
        this.model = model;
        this.actions = actions;
        this.results = results;
    }

    SimulatedLoad<S> withUnknown(double share) {
        unknown = share;
        return this;
    }

    SimulatedLoad<S> withPauses(int nanosMax) {
        pauseMax = nanosMax;
        return this;
    }

    Model<S> model() {
        return model;
    }

    History history(long seed, int operations, int keys, int clients) {
        Random random = new Random(seed);
        List<Moment> moments = new ArrayList<>();
        PriorityQueue<long[]> free = new PriorityQueue<>(Comparator.comparingLong(each -> each[0]));
        for (int client = 0; client < clients; client++) {
            free.add(new long[] {random.nextInt(pauseMax), client});
        }
        for (int each = 0; each < operations; each++) {
            long[] client = free.remove();
            long begun = client[0] + random.nextInt(pauseMax);
            int duration = 1 + random.nextInt(DURATION_MAX);
            boolean known = random.nextDouble() >= unknown;
            long moment = begun + random.nextInt(known ? duration : 10 * duration);
            Operation planned = new Operation(
                    "c" + client[1],
                    "k" + random.nextInt(keys),
                    actions.apply(random, each),
                    known ? Ending.ok(null) : Ending.unknown("timeout"),
                    begun,
                    begun + duration);
            moments.add(new Moment(moment, planned, known || random.nextBoolean()));
            free.add(new long[] {begun + duration + 1, client[1]});
        }
        moments.sort(Comparator.comparingLong(Moment::time));
        return new History(execute(moments));
    }

    private List<Operation> execute(List<Moment> moments) {
        Map<String, S> states = new HashMap<>();
        List<Operation> done = new ArrayList<>();
        for (Moment moment : moments) {
            Operation planned = moment.operation;
            S state = states.getOrDefault(planned.key(), model.initial());
            Object result = results.apply(state, planned.action());
            Ending ending = Ending.ok(result);
            if (moment.happens) {
                states.put(
                        planned.key(),
                        model.step(state, planned.action(), ending).iterator().next());
            }
            done.add(
                    planned.isUnknown()
                            ? planned
                            : new Operation(
                                    planned.client(),
                                    planned.key(),
                                    planned.action(),
                                    ending,
                                    planned.begun(),
                                    planned.ended()));
        }
        return done;
    }

    static SimulatedLoad<RegisterModel.State> ofRegisters() {
        return new SimulatedLoad<>(
                new RegisterModel(),
                (random, number) -> random.nextBoolean() ? new RegisterModel.Read() : new RegisterModel.Write(number),
                (state, action) -> action instanceof RegisterModel.Read ? state.value() : null);
    }

    static SimulatedLoad<RegisterModel.State> ofCompareAndSet() {
        return new SimulatedLoad<>(
                new RegisterModel(0),
                (random, number) -> random.nextInt(3) == 0
                        ? new RegisterModel.Read()
                        : new RegisterModel.CompareAndSet(random.nextInt(4), random.nextInt(4)),
                (state, action) -> action instanceof RegisterModel.CompareAndSet change
                        ? change.expected() == state.value()
                        : state.value());
    }

    static SimulatedLoad<Long> ofCounters() {
        return new SimulatedLoad<>(
                new CounterModel(),
                (random, number) -> random.nextInt(4) == 0 ? new CounterModel.Read() : CounterModel.increment(),
                (state, action) -> action instanceof CounterModel.Read ? state : null);
    }

    static SimulatedLoad<Set<Object>> ofSets() {
        return new SimulatedLoad<>(
                new SetModel(),
                (random, number) -> switch (random.nextInt(3)) {
                    case 0 -> new SetModel.Add(random.nextInt(10));
                    case 1 -> new SetModel.Remove(random.nextInt(10));
                    default -> new SetModel.Contains(random.nextInt(10));
                },
                (state, action) -> action instanceof SetModel.Add add
                        ? !state.contains(add.element())
                        : state.contains(
                                action instanceof SetModel.Remove remove
                                        ? remove.element()
                                        : ((SetModel.Contains) action).element()));
    }

    static SimulatedLoad<List<Object>> ofQueues() {
        return new SimulatedLoad<>(
                new QueueModel(),
                (random, number) -> random.nextBoolean() ? new QueueModel.Dequeue() : new QueueModel.Enqueue(number),
                (state, action) -> action instanceof QueueModel.Enqueue || state.isEmpty() ? null : state.get(0));
    }

    static SimulatedLoad<Map<List<Object>, Integer>> ofBags() {
        return new SimulatedLoad<>(
                new BagModel(),
                (random, number) -> random.nextBoolean()
                        ? new BagModel.Put(List.of("job", number))
                        : new BagModel.Take(Arrays.asList("job", null)),
                (state, action) -> action instanceof BagModel.Put || state.isEmpty()
                        ? null
                        : state.keySet().iterator().next());
    }

    static SimulatedLoad<LockModel.State> ofLocks() {
        return new SimulatedLoad<>(
                new LockModel(),
                (random, number) -> {
                    String holder = "h" + random.nextInt(4);
                    return random.nextBoolean() ? new LockModel.Acquire(holder) : new LockModel.Release(holder);
                },
                (state, action) -> action instanceof LockModel.Acquire
                        ? state.holder() == null
                        : ((LockModel.Release) action).holder().equals(state.holder()));
    }

    private record Moment(long time, Operation operation, boolean happens) {}
}
