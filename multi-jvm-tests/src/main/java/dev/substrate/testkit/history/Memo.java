package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers where a search has been. Who has used more open operations to get to the same place can do nothing from there
 * that the other one could not.
 */
final class Memo<S> {

    private final Map<Place<S>, List<Bits>> visited = new HashMap<>();

    /** Returns whether the search should go on from here, and remembers that it does. */
    boolean isNew(Configuration<S> configuration) {
        List<Bits> ways = visited.computeIfAbsent(
                new Place<>(configuration.end(), configuration.done(), configuration.state()),
                place -> new ArrayList<>(1));
        for (Bits way : ways) {
            if (way.isSubsetOf(configuration.used())) {
                return false;
            }
        }
        ways.removeIf(way -> configuration.used().isSubsetOf(way));
        ways.add(configuration.used());
        return true;
    }

    private record Place<S>(int end, Bits done, S state) {}
}
