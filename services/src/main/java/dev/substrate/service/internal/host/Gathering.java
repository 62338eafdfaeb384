package dev.substrate.service.internal.host;

import dev.substrate.ring.Ring;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the nodes of a ring have said that they carry; of those that say nothing, what they said last. For one actor. */
final class Gathering {

    private final Map<Long, ServiceDesk.Report> byLife = new HashMap<>();
    private final Set<Long> awaited = new HashSet<>();

    /** Begins anew, and forgets nodes that are not on the ring. */
    void begin(Ring ring) {
        awaited.clear();
        ring.members().forEach(member -> awaited.add(member.incarnation()));
        byLife.keySet().retainAll(awaited);
    }

    /** Takes an answer; returns whether it was the last one that was awaited. */
    boolean add(ServiceDesk.Report report) {
        if (!awaited.remove(report.member().incarnation())
                && !byLife.containsKey(report.member().incarnation())) {
            return false;
        }
        byLife.put(report.member().incarnation(), report);
        return awaited.isEmpty();
    }

    List<ServiceDesk.Report> reports() {
        return byLife.values().stream()
                .sorted(java.util.Comparator.comparing(report -> report.member().node()))
                .toList();
    }
}
