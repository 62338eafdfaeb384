package dev.substrate.testkit.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one holder has at a time, and not twice. It starts free, and no lease of it ends by itself: with leases,
 * record the end of one as a release of unknown outcome.
 */
public final class LockModel implements Model<LockModel.State> {

    /** What a lock can do. */
    public sealed interface LockAction extends Action {}

    /**
     * Gets the lock if it is free. The result is whether it was, as a Boolean; null is taken for true, for clients that
     * wait until they have it.
     */
    public record Acquire(String holder) implements LockAction {

        @Override
        public String toString() {
            return "acquire(" + holder + ")";
        }
    }

    /** Frees the lock if the holder has it. The result is whether it had, as a Boolean; null is taken for true. */
    public record Release(String holder) implements LockAction {

        @Override
        public String toString() {
            return "release(" + holder + ")";
        }
    }

    /** Who has it. */
    public record State(@Nullable String holder) {

        @Override
        public String toString() {
            return holder == null ? "free" : "held by " + holder;
        }
    }

    private static final State FREE = new State(null);

    @Override
    public State initial() {
        return FREE;
    }

    @Override
    public List<State> step(State state, Action action, Ending ending) {
        if (action instanceof Acquire acquire) {
            return state.holder() == null
                    ? when(succeeds(ending), new State(acquire.holder()))
                    : when(ending.allows(false), state);
        }
        if (action instanceof Release release) {
            return release.holder().equals(state.holder())
                    ? when(succeeds(ending), FREE)
                    : when(ending.allows(false), state);
        }
        throw Model.unknownAction(this, action);
    }

    private static boolean succeeds(Ending ending) {
        return ending.allowsIfTold(true);
    }

    private static List<State> when(boolean possible, State next) {
        return possible ? List.of(next) : List.of();
    }

    @Override
    public boolean readOnly(Action action, Ending ending) {
        return ending.equals(Ending.ok(false));
    }
}
