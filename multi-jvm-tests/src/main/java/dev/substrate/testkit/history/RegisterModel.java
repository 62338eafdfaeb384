package dev.substrate.testkit.history;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A register: a value that can be read, written, and replaced if it is as expected. Values are compared by equals. */
public final class RegisterModel implements Model<RegisterModel.State> {

    private final State initial;

    /** Makes a register that holds nothing, which is read as null. */
    public RegisterModel() {
        this(null);
    }

    /** Makes a register that holds a value. */
    public RegisterModel(@Nullable Object initial) {
        this.initial = new State(initial);
    }

    /** What a register can do. */
    public sealed interface RegisterAction extends Action {}

    /** Returns the value. */
    public record Read() implements RegisterAction {

        @Override
        public String toString() {
            return "read";
        }

        @Override
        public boolean answersNull() {
            return true;
        }
    }

    /** Sets the value; the result does not matter. */
    public record Write(@Nullable Object value) implements RegisterAction {

        @Override
        public String toString() {
            return "write(" + value + ")";
        }
    }

    /** Sets the value if it is the expected one, and returns whether it was, as a Boolean. */
    public record CompareAndSet(
            @Nullable Object expected, @Nullable Object value) implements RegisterAction {

        @Override
        public String toString() {
            return "compareAndSet(" + expected + ", " + value + ")";
        }
    }

    /** What it holds. */
    public record State(@Nullable Object value) {

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    @Override
    public State initial() {
        return initial;
    }

    @Override
    public List<State> step(State state, Action action, Ending ending) {
        if (action instanceof Read) {
            return ending.allows(state.value()) ? List.of(state) : List.of();
        }
        if (action instanceof Write write) {
            return List.of(new State(write.value()));
        }
        if (action instanceof CompareAndSet change) {
            boolean expected = Objects.equals(change.expected(), state.value());
            State next = expected ? new State(change.value()) : state;
            return ending.allows(expected) ? List.of(next) : List.of();
        }
        throw Model.unknownAction(this, action);
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return action instanceof Read || (action instanceof CompareAndSet && ending.equals(Ending.ok(false)));
    }

    /** A write that nobody can have seen helps nobody, unless somebody saw that the value was another one. */
    @Override
    public Predicate<Action> relevant(List<Operation> operations) {
        Set<@Nullable Object> seen = new HashSet<>();
        for (Operation operation : operations) {
            if (operation.ending().equals(Ending.ok(false))) {
                return action -> true;
            }
            if (operation.action() instanceof CompareAndSet change) {
                seen.add(change.expected());
            } else if (operation.action() instanceof Read && operation.isOk()) {
                seen.add(operation.result());
            }
        }
        return action -> (action instanceof Write write && seen.contains(write.value()))
                || (action instanceof CompareAndSet change && seen.contains(change.value()));
    }
}
