package dev.substrate.service.internal.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/** The messages on their way to the actor of a service: those that wait, and those in its mailbox. For one actor. */
final class Backlog {

    private final int max;
    private final LongSupplier nanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** Those that came in before the question was asked whose answer is awaited. */
    private final Deque<Waiting> asked = new ArrayDeque<>();

    private final Deque<Envelope> handed = new ArrayDeque<>();

    private record Waiting(Delivery delivery, long since) {}

    Backlog(int max, LongSupplier nanos) {
        this.max = max;
        this.nanos = nanos;
    }

    /** Returns whether there is room for another message. */
    boolean hasRoom() {
        while (!handed.isEmpty() && handed.peekFirst().isSettled()) {
            handed.pollFirst();
        }
        return waiting.size() + asked.size() + handed.size() < max;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && asked.isEmpty();
    }

    void hold(Delivery delivery) {
        waiting.add(new Waiting(delivery, nanos.getAsLong()));
    }

    /** A question is asked now: its answer is for all that wait now, and for none that come later. */
    void ask() {
        asked.addAll(waiting);
        waiting.clear();
    }

    /** The answer has not come: those that waited for it wait for the next. */
    void askAgain() {
        while (!asked.isEmpty()) {
            waiting.addFirst(asked.pollLast());
        }
    }

    /** Returns those that waited for the answer, in the order in which they came. */
    List<Delivery> answered() {
        List<Delivery> all = asked.stream().map(Waiting::delivery).toList();
        asked.clear();
        return all;
    }

    /** Returns all that wait, in the order in which they came. */
    List<Delivery> drain() {
        askAgain();
        List<Delivery> all = waiting.stream().map(Waiting::delivery).toList();
        waiting.clear();
        return all;
    }

    /** Returns those that have waited too long. */
    List<Delivery> expired(Duration longest) {
        List<Delivery> late = new ArrayList<>();
        for (Deque<Waiting> queue : List.of(asked, waiting)) {
            for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
                Waiting one = each.next();
                if (nanos.getAsLong() - one.since() > longest.toNanos()) {
                    each.remove();
                    late.add(one.delivery());
                }
            }
        }
        return late;
    }

    void handed(Envelope envelope) {
        handed.add(envelope);
    }

    /** The actor has gone, with what was in its mailbox. */
    void takeBack() {
        handed.forEach(Envelope::takeBack);
        handed.clear();
    }
}
