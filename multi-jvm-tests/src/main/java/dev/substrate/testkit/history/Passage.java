package dev.substrate.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The ways past one end of an operation. Those on which the fewest operations take effect come first: what takes effect too
 * early is found out late.
 */
final class Passage<S> {

    private final Model<S> model;
    private final Schedule schedule;
    private final Deque<Choices<S>> choices = new ArrayDeque<>();
    private final int end;

    Passage(Model<S> model, Schedule schedule, Configuration<S> from) {
        this.model = model;
        this.schedule = schedule;
        this.end = from.end();
        add(from);
    }

    int end() {
        return end;
    }

    /** Says that the end has not been passed here, and that what can take effect next is to be tried. */
    void add(Configuration<S> before) {
        choices.add(new Choices<>(model, schedule, before));
    }

    /** Returns what comes after the next choice, or null if there are no more. */
    @Nullable
    Configuration<S> next() {
        while (!choices.isEmpty()) {
            Configuration<S> next = choices.peek().next();
            if (next != null) {
                return next;
            }
            choices.remove();
        }
        return null;
    }
}
