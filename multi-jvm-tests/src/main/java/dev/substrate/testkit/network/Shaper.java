package dev.substrate.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How fast a node's namespace sends to others, as {@code tc -batch} reads it. */
final class Shaper {

    /** The device of each node's namespace. */
    static final String DEVICE = "eth0";

    private static final long BITS = 8;

    // As few as the kernel lets pass at once, so that short transfers are slow, too: a packet as large as they come.
    private static final String AT_ONCE = " burst 1600 cburst 1600 quantum 1600";

    private Shaper() {}

    static boolean isNeeded(Peer node, Map<Route, Condition> conditions) {
        return conditions.entrySet().stream().anyMatch(entry -> isShaped(node, entry.getKey(), entry.getValue()));
    }

    /** Returns the classes of a node for the conditions of all links; what is in none of them passes unhindered. */
    static String classes(Peer node, Map<Route, Condition> conditions, Function<Peer, String> addresses) {
        List<String> lines = new ArrayList<>(List.of("qdisc add dev " + DEVICE + " root handle 1: htb"));
        int number = 0;
        for (Map.Entry<Route, Condition> entry : conditions.entrySet()) {
            Route route = entry.getKey();
            if (!isShaped(node, route, entry.getValue())) {
                continue;
            }
            number++;
            // Not the number itself, which tc reads as hexadecimal.
            String name = "1:" + Integer.toHexString(number);
            lines.add("class add dev " + DEVICE + " parent 1: classid " + name + " htb rate "
                    + entry.getValue().bytesPerSecond() * BITS + "bit" + AT_ONCE);
            for (String match : matches(route)) {
                // What is said of a port goes first.
                String priority = route.port() == Route.ALL_PORTS ? "2" : "1";
                lines.add("filter add dev " + DEVICE + " parent 1: protocol ip prio " + priority + " u32 match ip dst "
                        + addresses.apply(route.to()) + "/32" + match + " flowid " + name);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static boolean isShaped(Peer node, Route route, Condition condition) {
        return route.from().equals(node) && condition.bytesPerSecond() != Condition.UNLIMITED;
    }

    private static List<String> matches(Route route) {
        return route.port() == Route.ALL_PORTS
                ? List.of("")
                : List.of(" match ip dport " + route.port() + " 0xffff", " match ip sport " + route.port() + " 0xffff");
    }
}
