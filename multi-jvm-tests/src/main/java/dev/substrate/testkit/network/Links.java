package dev.substrate.testkit.network;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of all links; for the thread of the proxies. */
final class Links {

    private final Map<Route, Condition> conditions = new HashMap<>();

    // One for all connections that a bandwidth was said of.
    private final Map<Route, Pacer> pacers = new HashMap<>();

    void put(Route route, Condition condition) {
        Condition before = condition(route);
        if (condition.bytesPerSecond() == Condition.UNLIMITED) {
            pacers.remove(route);
        } else if (condition.bytesPerSecond() != before.bytesPerSecond()) {
            pacers.put(route, new Pacer(condition.bytesPerSecond()));
        }
        if (condition.equals(Condition.WHOLE)) {
            conditions.remove(route);
        } else {
            conditions.put(route, condition);
        }
    }

    /** Returns what holds for one port: what was said of it and what was said of all. */
    Condition effective(Route route) {
        return condition(route).over(condition(route.onAllPorts()));
    }

    /** Returns what limits the bytes per second on one port, if anything does. */
    @Nullable
    Pacer pacer(Route route) {
        Pacer own = pacers.get(route);
        return own == null ? pacers.get(route.onAllPorts()) : own;
    }

    private Condition condition(Route route) {
        return conditions.getOrDefault(route, Condition.WHOLE);
    }
}
