package dev.substrate.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The packets that a node's namespace drops, as {@code iptables-restore} reads it: that changes all rules at once. */
final class Firewall {

    private Firewall() {}

    /** Returns the rules of a node for the conditions of all links. */
    static String rules(Peer node, Map<Route, Condition> conditions, Function<Peer, String> addresses) {
        List<String> lines = new ArrayList<>(
                List.of("*filter", ":INPUT ACCEPT [0:0]", ":FORWARD ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]"));
        conditions.forEach((route, condition) -> {
            if (route.to().equals(node) && (condition.cut() || condition.loss() > 0)) {
                String source = "-A INPUT -s " + addresses.apply(route.from());
                matches(route).forEach(match -> lines.add(source + match + target(condition)));
            }
        });
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }

    /** A packet belongs to a connection to a port if it goes there or comes from there. */
    private static List<String> matches(Route route) {
        if (route.port() == Route.ALL_PORTS) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (String protocol : List.of("tcp", "udp")) {
            for (String end : List.of("--dport", "--sport")) {
                matches.add(" -p " + protocol + " " + end + " " + route.port());
            }
        }
        return matches;
    }

    private static String target(Condition condition) {
        return condition.cut()
                ? " -j DROP"
                : String.format(
                        Locale.ROOT, " -m statistic --mode random --probability %.6f -j DROP", condition.loss());
    }
}
