package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Small random histories of a model: what could have happened, and half of them with something changed afterwards, so that
 * many of those could not.
 */
final class RandomHistory<S> {

    private static final int MOST_OF_A_TIME = 12;

    private final Model<S> model;
    private final List<Action> actions;
    private final List<@Nullable Object> results;

    private RandomHistory(Model<S> model, List<Action> actions, @Nullable Object... results) {
        this.model = model;
        this.actions = actions;
        this.results = Arrays.asList(results);
    }

    static List<RandomHistory<?>> ofAllModels() {
        return List.of(register(), compareAndSet(), counter(), set(), wholeSet(), queue(), longQueue(), bag(), lock());
    }

    static RandomHistory<?> register() {
        return new RandomHistory<>(
                new RegisterModel(),
                List.of(
                        new RegisterModel.Read(),
                        new RegisterModel.Read(),
                        new RegisterModel.Write(1),
                        new RegisterModel.Write(2)),
                null,
                1,
                2);
    }

    static RandomHistory<?> compareAndSet() {
        return new RandomHistory<>(
                new RegisterModel(0),
                List.of(
                        new RegisterModel.Read(),
                        new RegisterModel.Write(1),
                        new RegisterModel.CompareAndSet(0, 1),
                        new RegisterModel.CompareAndSet(1, 2),
                        new RegisterModel.CompareAndSet(2, 0)),
                true,
                false,
                0,
                1,
                2,
                null);
    }

    static RandomHistory<?> counter() {
        return new RandomHistory<>(
                new CounterModel(),
                List.of(
                        new CounterModel.Read(),
                        new CounterModel.Add(1),
                        new CounterModel.Add(1),
                        new CounterModel.Add(2),
                        new CounterModel.Add(-1)),
                0,
                1,
                2L,
                3,
                4,
                null);
    }

    static RandomHistory<?> set() {
        return new RandomHistory<>(
                new SetModel(),
                List.of(
                        new SetModel.Add("x"),
                        new SetModel.Add("y"),
                        new SetModel.Remove("x"),
                        new SetModel.Contains("x"),
                        new SetModel.Contains("y")),
                true,
                false,
                null);
    }

    static RandomHistory<?> wholeSet() {
        return new RandomHistory<>(
                new SetModel(),
                List.of(new SetModel.Add("x"), new SetModel.Add("y"), new SetModel.Remove("x"), new SetModel.Read()),
                null,
                Set.of(),
                Set.of("x"),
                List.of("y"),
                Set.of("x", "y"));
    }

    static RandomHistory<?> queue() {
        return new RandomHistory<>(
                new QueueModel(),
                List.of(
                        new QueueModel.Enqueue("x"),
                        new QueueModel.Enqueue("y"),
                        new QueueModel.Dequeue(),
                        new QueueModel.Dequeue()),
                "x",
                "y",
                null);
    }

    /** Mostly of elements that are unique. */
    static RandomHistory<?> longQueue() {
        return new RandomHistory<>(
                new QueueModel(),
                List.of(
                        new QueueModel.Enqueue(1),
                        new QueueModel.Enqueue(2),
                        new QueueModel.Enqueue(3),
                        new QueueModel.Enqueue(4),
                        new QueueModel.Dequeue(),
                        new QueueModel.Dequeue(),
                        new QueueModel.Dequeue()),
                1,
                2,
                3,
                4,
                null);
    }

    static RandomHistory<?> bag() {
        List<@Nullable Object> any = Arrays.asList("job", null);
        return new RandomHistory<>(
                new BagModel(),
                List.of(
                        new BagModel.Put(List.of("job", 1)),
                        new BagModel.Put(List.of("job", 2)),
                        new BagModel.Take(any),
                        new BagModel.Take(List.of("job", 2)),
                        new BagModel.Read(any)),
                List.of("job", 1),
                List.of("job", 2),
                null);
    }

    static RandomHistory<?> lock() {
        return new RandomHistory<>(
                new LockModel(),
                List.of(
                        new LockModel.Acquire("a"),
                        new LockModel.Acquire("b"),
                        new LockModel.Release("a"),
                        new LockModel.Release("b")),
                true,
                false,
                null);
    }

    Model<S> model() {
        return model;
    }

    /** Makes a history of one key. */
    History history(Random random, int operations, int clients) {
        List<Operation> made = execute(plan(random, operations, clients), random);
        int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(2);
        for (int change = 0; change < changes; change++) {
            int place = random.nextInt(made.size());
            made.set(place, changed(made.get(place), random));
        }
        return new History(made);
    }

    /** When who does what, and from when on: each client one after the other, unless it does not know how one ended. */
    private List<Operation> plan(Random random, int operations, int clients) {
        long[] free = new long[clients];
        List<Operation> plan = new ArrayList<>();
        for (int each = 0; each < operations; each++) {
            int client = random.nextInt(clients);
            long begun = free[client] + random.nextInt(MOST_OF_A_TIME);
            long ended = begun + random.nextInt(MOST_OF_A_TIME);
            free[client] = ended + 1;
            Action action = actions.get(random.nextInt(actions.size()));
            plan.add(new Operation("c" + client, Script.KEY, action, Ending.ok(null), begun, ended));
        }
        return plan;
    }

    /** Lets each take effect at a moment of its time; some are refused, and of some nobody knows. */
    private List<Operation> execute(List<Operation> plan, Random random) {
        Map<Long, Operation> byMoment = new TreeMap<>(Comparator.naturalOrder());
        for (Operation each : plan) {
            int wait = random.nextInt(8) == 0 ? MOST_OF_A_TIME * 4 : 0;
            long moment = each.begun() + random.nextInt((int) (each.ended() - each.begun()) + 1 + wait);
            byMoment.put(moment * 100 + byMoment.size(), each);
        }
        List<Operation> done = new ArrayList<>();
        S state = model.initial();
        for (Map.Entry<Long, Operation> each : byMoment.entrySet()) {
            Operation planned = each.getValue();
            int fate = random.nextInt(10);
            if (fate == 0) {
                done.add(ending(planned, Ending.refused("no")));
            } else if (fate == 1) {
                done.add(ending(planned, Ending.unknown("timeout")));
            } else {
                boolean late = each.getKey() / 100 > planned.ended();
                for (Object result : shuffled(results, random)) {
                    var states = new ArrayList<>(model.step(state, planned.action(), Ending.ok(result)));
                    if (!states.isEmpty()) {
                        state = states.get(random.nextInt(states.size()));
                        done.add(ending(planned, late ? Ending.unknown("timeout") : Ending.ok(result)));
                        break;
                    }
                }
            }
        }
        return done.isEmpty() ? plan : done;
    }

    private Operation changed(Operation operation, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ending(operation, Ending.refused("no"));
            case 1 ->
                new Operation(
                        operation.client(),
                        operation.key(),
                        actions.get(random.nextInt(actions.size())),
                        operation.ending(),
                        operation.begun(),
                        operation.ended());
            default -> ending(operation, Ending.ok(results.get(random.nextInt(results.size()))));
        };
    }

    private static Operation ending(Operation operation, Ending ending) {
        // One that was open gets no time of its own, as the client's next may have begun straight after.
        long ended = operation.ended() == Operation.OPEN ? operation.begun() : operation.ended();
        return new Operation(operation.client(), operation.key(), operation.action(), ending, operation.begun(), ended);
    }

    private static <T extends @Nullable Object> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    @Override
    public String toString() {
        return model.getClass().getSimpleName() + actions;
    }
}
