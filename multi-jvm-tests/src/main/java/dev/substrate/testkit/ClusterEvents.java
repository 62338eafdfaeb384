package dev.substrate.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was done to a cluster, and when, in the order in which it was begun. For any thread. */
final class ClusterEvents {

    private static final double MILLIS_PER_SECOND = 1e3;

    private record Event(Duration at, String what) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.3f s  %s", at.toMillis() / MILLIS_PER_SECOND, what);
        }
    }

    private final long fromNanos = System.nanoTime();
    private final List<Event> events = new ArrayList<>();

    synchronized void add(String what) {
        events.add(new Event(Duration.ofNanos(System.nanoTime() - fromNanos), what));
    }

    /** Returns a line for each, with the time since the cluster was made. */
    synchronized List<String> lines() {
        return events.stream().map(Event::toString).toList();
    }
}
