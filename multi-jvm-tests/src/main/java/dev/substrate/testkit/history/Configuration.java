package dev.substrate.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an order of operations has come: what the model remembers, and which operations have taken effect.
 *
 * @param end the number of the end before which the next operation is to take effect
 * @param done the slots of those in flight that have taken effect
 * @param used the open ones that have taken effect
 * @param parent the same order without its last operation
 * @param last its last operation, null if it is empty
 * @param length how many operations it has
 */
record Configuration<S>(
        int end,
        Bits done,
        Bits used,
        S state,
        @Nullable Configuration<S> parent,
        @Nullable Operation last,
        int length) {

    static <S> Configuration<S> initial(S state) {
        return new Configuration<>(0, Bits.NONE, Bits.NONE, state, null, null, 0);
    }

    Configuration<S> then(Operation operation, int slot, S next) {
        return new Configuration<>(end, done.with(slot), used, next, this, operation, length + 1);
    }

    Configuration<S> thenOpen(Operation operation, int number, S next) {
        return new Configuration<>(end, done, used.with(number), next, this, operation, length + 1);
    }

    /** Goes past ends of operations that have taken effect. */
    Configuration<S> pass(Schedule schedule) {
        int next = end;
        Bits left = done;
        while (next < schedule.ends() && left.has(schedule.slot(next))) {
            left = left.without(schedule.slot(next++));
        }
        return next == end ? this : new Configuration<>(next, left, used, state, parent, last, length);
    }

    /** Returns whether it explains more than another one. */
    boolean isBeyond(Configuration<S> other) {
        return end > other.end || (end == other.end && length > other.length);
    }

    List<Operation> order() {
        Deque<Operation> order = new ArrayDeque<>();
        Configuration<S> each = this;
        while (each != null && each.last != null) {
            order.addFirst(each.last);
            each = each.parent;
        }
        return List.copyOf(order);
    }
}
