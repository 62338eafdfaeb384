package dev.substrate.testkit.history;

import java.util.List;

/** A counter that starts at 0. */
public final class CounterModel implements Model<Long> {

    /** What a counter can do. */
    public sealed interface CounterAction extends Action {}

    /** Adds an amount, which may be negative. The result is the new value as a Number, or null if clients are not told. */
    public record Add(long amount) implements CounterAction {

        @Override
        public String toString() {
            return "add(" + amount + ")";
        }
    }

    /** Returns the value, as a Number. */
    public record Read() implements CounterAction {

        @Override
        public String toString() {
            return "read";
        }
    }

    /** Returns the action that adds one. */
    public static Add increment() {
        return new Add(1);
    }

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public List<Long> step(Long state, Action action, Ending ending) {
        if (action instanceof Read) {
            return shows(ending, state) ? List.of(state) : List.of();
        }
        if (action instanceof Add add) {
            long next = state + add.amount();
            boolean silent = ending.equals(Ending.ok(null));
            return silent || shows(ending, next) ? List.of(next) : List.of();
        }
        throw Model.unknownAction(this, action);
    }

    private static boolean shows(Ending ending, long value) {
        return ending instanceof Ending.Unknown
                || (ending instanceof Ending.Ok ok
                        && ok.result() instanceof Number number
                        && number.longValue() == value);
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return action instanceof Read;
    }
}
