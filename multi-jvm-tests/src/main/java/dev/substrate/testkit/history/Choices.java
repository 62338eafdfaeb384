package dev.substrate.testkit.history;

import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What can take effect next, one after the other: first what has to, since it is about to end, then what else is in
 * flight, then what is open.
 */
final class Choices<S> {

    private final Model<S> model;
    private final Schedule schedule;
    private final Configuration<S> from;
    private final int[] inFlight;
    private int next;
    private int chosen;
    private Iterator<S> states = Collections.emptyIterator();

    Choices(Model<S> model, Schedule schedule, Configuration<S> from) {
        this.model = model;
        this.schedule = schedule;
        this.from = from;
        this.inFlight = schedule.inFlight(from.end());
    }

    /** Returns the next one, or null if there are no more. */
    @Nullable
    Configuration<S> next() {
        while (!states.hasNext()) {
            if (next == inFlight.length + schedule.openBegun(from.end())) {
                return null;
            }
            chosen = next++;
            if (isChoice()) {
                Operation operation = operation();
                states = model.step(from.state(), operation.action(), operation.ending())
                        .iterator();
            }
        }
        S state = states.next();
        return isOpen()
                ? from.thenOpen(operation(), number(), state)
                : from.then(operation(), schedule.slot(inFlight[chosen]), state);
    }

    /** Of open operations that want the same, the one that began first goes first. */
    private boolean isChoice() {
        if (!isOpen()) {
            return !from.done().has(schedule.slot(inFlight[chosen]));
        }
        int twin = schedule.twin(number());
        return !from.used().has(number()) && (twin < 0 || from.used().has(twin));
    }

    private boolean isOpen() {
        return chosen >= inFlight.length;
    }

    private int number() {
        return chosen - inFlight.length;
    }

    private Operation operation() {
        return isOpen() ? schedule.open(number()) : schedule.ended(inFlight[chosen]);
    }
}
